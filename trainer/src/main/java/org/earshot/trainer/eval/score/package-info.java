/** A set of clips scored by a model, and what is measured on it. */
package org.earshot.trainer.eval.score;
