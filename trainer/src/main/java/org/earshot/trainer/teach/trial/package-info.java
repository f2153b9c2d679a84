/** How well teaching works, measured on kinds of sounds that a model has no label for. */
package org.earshot.trainer.teach.trial;
