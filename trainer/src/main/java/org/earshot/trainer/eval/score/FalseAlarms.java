package org.earshot.trainer.eval.score;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.Thresholds;

/**
 * Events reported where none of the labels is heard.
 *
 * @param hours of background listened to
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

    /** Alarms an hour of one label; NaN without background. */
    public double perHour(String label) {
        return counts.get(label) / hours;
    }

    /** Alarms an hour of all labels together. */
    public double perHour() {
        return counts.values().stream().mapToInt(Integer::intValue).sum() / hours;
    }
}
