/** From a mask over time and frequency to a tag: the poolings that are compared. */
package org.earshot.trainer.net.pooling;
