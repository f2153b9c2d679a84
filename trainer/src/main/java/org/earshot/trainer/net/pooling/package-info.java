/** Poolings, from a mask over time and frequency to a tag. */
package org.earshot.trainer.net.pooling;
