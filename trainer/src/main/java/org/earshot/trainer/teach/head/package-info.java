/** A label's own filter and sharpness on the frozen body of a model: learnt, scored, and laid into the model's file. */
package org.earshot.trainer.teach.head;
