/** The measures of the field, from tags and lists of events alone. */
package org.earshot.trainer.eval.metric;
