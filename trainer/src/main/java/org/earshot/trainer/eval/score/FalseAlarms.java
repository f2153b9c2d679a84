package org.earshot.trainer.eval.score;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.Thresholds;

/**
 * Events reported in clips without any of the labels.
 *
 * @param hours length of the background
 * @param counts alarms by label, in the model's order
 */
public record FalseAlarms(double hours, Map<String, Integer> counts) {

    /** Counts the events in clips without any label. */
    public static FalseAlarms count(ScoredSet background, EventDecoder decoder, List<Thresholds> thresholds) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int k = 0; k < background.labels().size(); k++) {
            int alarms = 0;
            for (ClipScores clip : background.scores()) {
                alarms += decoder.decode(clip, k, thresholds.get(k)).size();
            }
            counts.put(background.labels().get(k), alarms);
        }
        return new FalseAlarms(background.hours(), counts);
    }

    /** Alarms per hour for one label; NaN without background. */
    public double perHour(String label) {
        return counts.get(label) / hours;
    }

    /** Alarms per hour over all labels. */
    public double perHour() {
        return counts.values().stream().mapToInt(Integer::intValue).sum() / hours;
    }
}
