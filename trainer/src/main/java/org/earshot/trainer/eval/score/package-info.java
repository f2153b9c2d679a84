/** Scores of a model for a set of clips, and the measures on them. */
package org.earshot.trainer.eval.score;
