/** Data sets of the field, read in their published layouts. */
package org.earshot.trainer.data.sets;
