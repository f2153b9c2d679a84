package org.earshot.trainer.eval.metric;

import java.util.Map;

/**
 * Detection measures of a system: over all events, as the mean over labels, and of each label.
 *
 * @param micro over all events or segments together, with substitutions
 * @param macro mean over the labels for which a measure is defined
 * @param labels in the order of the evaluation
 */
public record DetectionReport(DetectionScores micro, DetectionScores macro, Map<String, DetectionScores> labels) {}
