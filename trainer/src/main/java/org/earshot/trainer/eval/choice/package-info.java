/** Choice of thresholds, and how well they hold for sources that were not used to choose them. */
package org.earshot.trainer.eval.choice;
