/** Recordings with their tags, sources, licences and reviews, from which mixtures are made. */
package org.earshot.trainer.data.corpus;
