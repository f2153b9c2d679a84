/** Data sets of the field, read as they are published. */
package org.earshot.trainer.data.sets;
