/** Reports of an evaluation: model cards, plots, tables, JSON. */
package org.earshot.trainer.eval.report;
