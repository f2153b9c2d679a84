/** Thresholds: how they are chosen, on what, and how they hold on sources that did not choose them. */
package org.earshot.trainer.eval.choice;
