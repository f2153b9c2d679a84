package org.earshot.app.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;

/**
 * The newest events, the number of events per label and hour of the last day, and the delays of the newest records.
 * Bounded in memory whatever comes. Safe for several threads.
 */
final class EventHistory {
    private static final int KEPT_EVENTS = 1_000;
    private static final int KEPT_DELAYS = 500;
    private static final Duration SHOWN_HOURS = Duration.ofHours(24);
    /** A sender's clock may be ahead; beyond this its events are not counted by hour. */
    private static final Duration AHEAD = Duration.ofHours(1);
    /** Events that are known to be counted; of older ones a second record counts again. */
    private static final int KNOWN_IDS = 50_000;
    /** Labels come from models; who may write to the topic may invent others. */
    private static final int MOST_CELLS = 25_000;

    private record LabelHour(String label, Instant hour) {}

    private final Map<String, SoundEvent> newest = new LinkedHashMap<>();
    private final Map<LabelHour, Integer> counts = new HashMap<>();
    private final Set<String> countedIds = new LinkedHashSet<>();
    private final List<Long> delaysMs = new ArrayList<>();

    /** Takes the next record of the topic. */
    synchronized void add(SoundEvent event) {
        newest.remove(event.getEventId());
        newest.put(event.getEventId(), event);
        if (newest.size() > KEPT_EVENTS) {
            newest.remove(newest.keySet().iterator().next());
        }
        count(event);
        Instant heard = event.getPhase() == EventPhase.ENDED ? event.getOffset() : event.getOnset();
        delaysMs.add(Duration.between(heard, event.getEmittedAt()).toMillis());
        if (delaysMs.size() > KEPT_DELAYS) {
            delaysMs.remove(0);
        }
    }

    synchronized Optional<SoundEvent> find(String eventId) {
        return Optional.ofNullable(newest.get(eventId));
    }

    /** The newest events, oldest first. */
    synchronized List<SoundEvent> newest() {
        return List.copyOf(newest.values());
    }

    /** Time from the end (or, for events that have only started, the start) of a sound to its record, in milliseconds. */
    synchronized Optional<Long> delayMs(double quantile) {
        if (delaysMs.isEmpty()) {
            return Optional.empty();
        }
        List<Long> sorted = delaysMs.stream().sorted().toList();
        return Optional.of(sorted.get((int) Math.round(quantile * (sorted.size() - 1))));
    }

    /** Events that began in each of the last 24 hours: {@code [{hour, label, count}]}, the hour in epoch milliseconds. */
    synchronized ArrayNode heat(Instant now) {
        Instant oldest = now.minus(SHOWN_HOURS);
        counts.keySet().removeIf(key -> key.hour.isBefore(oldest));
        ArrayNode heat = JsonNodeFactory.instance.arrayNode();
        counts.forEach((key, count) -> {
            ObjectNode cell = heat.addObject();
            cell.put("hour", key.hour.toEpochMilli());
            cell.put("label", key.label);
            cell.put("count", count);
        });
        return heat;
    }

    private void count(SoundEvent event) {
        Instant now = Instant.now();
        boolean ofToday = event.getOnset().isAfter(now.minus(SHOWN_HOURS))
                && event.getOnset().isBefore(now.plus(AHEAD));
        LabelHour cell = new LabelHour(event.getLabel(), event.getOnset().truncatedTo(ChronoUnit.HOURS));
        if (ofToday && (counts.size() < MOST_CELLS || counts.containsKey(cell)) && countedIds.add(event.getEventId())) {
            counts.merge(cell, 1, Integer::sum);
        }
        if (countedIds.size() > KNOWN_IDS) {
            countedIds.remove(countedIds.iterator().next());
        }
    }
}
