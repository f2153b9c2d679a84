/** The same network in fewer bits: eight-bit integers and half floats. */
package org.earshot.trainer.export.precision;
