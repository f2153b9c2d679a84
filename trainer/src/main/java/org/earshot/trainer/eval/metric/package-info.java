/** The standard measures of the field, computed from tags and event lists. */
package org.earshot.trainer.eval.metric;
