/**
 * A label taught to a finished model from a handful of recordings: the body of the network stays as it is and runs once
 * over everything, and only the label's own filter and sharpness are learnt. May use {@code data}, {@code eval}, {@code
 * export} and the augmentations of {@code train}; needs no training library.
 */
package org.earshot.trainer.teach;
