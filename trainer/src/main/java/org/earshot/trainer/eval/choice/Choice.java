package org.earshot.trainer.eval.choice;

import org.earshot.core.model.OperatingPoint.Decision;

/**
 * One way to decide about one label, with what it finds and what it costs.
 *
 * @param decision thresholds and rules
 * @param alarmsPerHour false alarms to be expected on background, see {@link ExponentialTail#perHour}
 * @param value what the search maximises, see {@link SourceRuns.Counts#value}
 * @param recall mean over the source data sets of the share of their events that is found, 0..1
 */
record Choice(Decision decision, double alarmsPerHour, double value, double recall) {}
