/** Recordings with their tags, sources, licences and reviews: what mixtures are made of. */
package org.earshot.trainer.data.corpus;
