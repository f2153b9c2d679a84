/** Sound in arrays: filters, codecs, convolution, stretching. */
package org.earshot.trainer.data.sound;
