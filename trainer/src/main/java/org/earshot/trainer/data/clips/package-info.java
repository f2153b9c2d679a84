/** Clips with tags and features, and the batches that a network learns from. */
package org.earshot.trainer.data.clips;
