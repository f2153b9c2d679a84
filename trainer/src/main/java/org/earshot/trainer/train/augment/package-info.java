/** Changes to features while learning, so that a network sees no clip twice. */
package org.earshot.trainer.train.augment;
