package org.earshot.edges.alert;

import java.util.LinkedHashMap;
import java.util.Map;
import org.earshot.edges.alert.rule.Alert;
import org.earshot.edges.alert.rule.SentAlert;

/** Which sinks are done with which alerts, of the latest {@value #MOST}. For one thread. */
final class SettledAlerts {
    private static final int MOST = 100_000;

    private record AlertAndSink(String alertId, String sink) {}

    private final Map<AlertAndSink, Boolean> settled = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AlertAndSink, Boolean> eldest) {
            return size() > MOST;
        }
    };

    void add(SentAlert sent) {
        settled.put(new AlertAndSink(sent.alertId(), sent.sink()), true);
    }

    boolean contains(Alert alert, String sink) {
        // Notes of older versions name no sink; they speak of all.
        return settled.containsKey(new AlertAndSink(alert.id(), sink))
                || settled.containsKey(new AlertAndSink(alert.id(), ""));
    }
}
