package org.earshot.app.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.earshot.schema.SourceLevel;

/**
 * Sound levels of the newest {@value #MINUTES} minutes of each source. Holds {@value #SOURCES} sources; beyond that the one that told
 * nothing for the longest time is left out. Safe for use by several threads.
 */
final class LevelHistory {
    static final int MINUTES = 60;
    static final int SOURCES = 5_000;
    private static final long MINUTE_MS = 60_000;

    private final Map<String, NavigableMap<Long, SourceLevel>> bySource = new LinkedHashMap<>(16, 0.75f, true);

    /** Takes a record; of two for the same minute the later counts. */
    synchronized void add(SourceLevel level) {
        NavigableMap<Long, SourceLevel> minutes =
                bySource.computeIfAbsent(level.getSourceId(), source -> new TreeMap<>());
        long start = level.getMinuteStart().toEpochMilli();
        if (!minutes.isEmpty() && start <= minutes.lastKey() - MINUTES * MINUTE_MS) {
            // The sender's clock was ahead and is set back.
            minutes.tailMap(start, false).clear();
        }
        minutes.put(start, level);
        if (minutes.size() > MINUTES) {
            minutes.pollFirstEntry();
        }
        if (bySource.size() > SOURCES) {
            bySource.remove(bySource.keySet().iterator().next());
        }
    }

    /** A message with what is known of some sources, oldest minute first. */
    synchronized ArrayNode of(Collection<String> sources) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (String source : sources) {
            NavigableMap<Long, SourceLevel> minutes = bySource.get(source);
            if (minutes != null) {
                json.add(message(source, minutes.values()));
            }
        }
        return json;
    }

    /** The message of one new record. */
    static ArrayNode of(SourceLevel level) {
        return JsonNodeFactory.instance.arrayNode().add(message(level.getSourceId(), List.of(level)));
    }

    private static ObjectNode message(String source, Collection<SourceLevel> minutes) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("source", source);
        ArrayNode list = json.putArray("minutes");
        for (SourceLevel minute : minutes) {
            list.addObject()
                    .put("start_ms", minute.getMinuteStart().toEpochMilli())
                    .put("heard_s", PageJson.finite(minute.getHeardSeconds()))
                    .put("laeq", PageJson.finite(minute.getLaeqDb()))
                    .put("l10", PageJson.finite(minute.getL10Db()))
                    .put("l90", PageJson.finite(minute.getL90Db()))
                    .put("calibrated", minute.getCalibrationDb() != 0);
        }
        return json;
    }
}
