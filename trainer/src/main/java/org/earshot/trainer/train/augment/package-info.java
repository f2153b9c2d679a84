/** Augmentation of features in training, so that a network never gets the same clip twice. */
package org.earshot.trainer.train.augment;
