package org.earshot.trainer.eval.score;

import java.util.Map;
import org.earshot.trainer.eval.metric.DetectionReport;
import org.earshot.trainer.eval.metric.Interval;
import org.earshot.trainer.eval.metric.TaggingReport;

/**
 * All measures of a model on a data set.
 *
 * @param tagging clip tags, decided at the gates
 * @param taggingAsStream the highest tag of the clip's blocks, decided at the gates: what a stream has reported by the
 *     end
 * @param taggingAtHalf the same, decided at 0.5
 * @param frames frame-wise activity, decided at the low thresholds; null if events are not known
 * @param gatedFrames the same with the activity of clips below the gate set to 0
 * @param events event-based, 200 ms / 50 %
 * @param strictEvents event-based, 200 ms / 20 %
 * @param segments segment-based, 1 s, from the events
 * @param pooledSegments segment-based, from the tags of the segments, decided at the gates; null if segments were not
 *     pooled
 * @param intervals 95 % bootstrap intervals of the main measures by name
 * @param falseAlarms on the clips without any label
 */
public record EvaluationReport(
        TaggingReport tagging,
        TaggingReport taggingAsStream,
        TaggingReport taggingAtHalf,
        TaggingReport frames,
        TaggingReport gatedFrames,
        DetectionReport events,
        DetectionReport strictEvents,
        DetectionReport segments,
        DetectionReport pooledSegments,
        Map<String, Interval> intervals,
        FalseAlarms falseAlarms) {}
