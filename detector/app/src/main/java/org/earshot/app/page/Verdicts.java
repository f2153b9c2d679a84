package org.earshot.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.earshot.schema.SoundEvent;

/**
 * What people said of events, as the topic of reviews has it: the last word on each of the {@value #KEPT} events that were spoken
 * of last. Safe for use by several threads.
 */
final class Verdicts {
    static final int KEPT = 10_000;
    /** Ids and labels are shorter; whoever may write to the topic may write anything. */
    private static final int LONGEST = 256;

    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, Verdict> byEvent = new LinkedHashMap<>();

    /**
     * The last word on an event.
     *
     * @param word {@code true}, {@code false} or {@code withdrawn}
     * @param heard the label that it really was, or empty
     */
    record Verdict(String eventId, String word, String heard) {}

    /** Takes a review, if it is one. */
    Optional<Verdict> add(byte[] review) {
        Optional<Verdict> read = read(review);
        read.ifPresent(verdict -> {
            synchronized (byEvent) {
                byEvent.remove(verdict.eventId());
                if (!verdict.word().equals(Reviews.Verdict.WITHDRAWN.word())) {
                    byEvent.put(verdict.eventId(), verdict);
                }
                if (byEvent.size() > KEPT) {
                    byEvent.remove(byEvent.keySet().iterator().next());
                }
            }
        });
        return read;
    }

    /** A message with what was said of some events. */
    ArrayNode of(Collection<SoundEvent> events) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        synchronized (byEvent) {
            for (SoundEvent event : events) {
                Verdict verdict = byEvent.get(event.getEventId());
                if (verdict != null) {
                    json.addAll(message(verdict));
                }
            }
        }
        return json;
    }

    /** The message of one. */
    static ArrayNode message(Verdict verdict) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        json.addObject()
                .put("event_id", verdict.eventId())
                .put("verdict", verdict.word())
                .put("heard", verdict.heard());
        return json;
    }

    private Optional<Verdict> read(byte[] review) {
        try {
            JsonNode json = mapper.readTree(review);
            var verdict = new Verdict(
                    json.path("event_id").asText(),
                    json.path("verdict").asText(),
                    json.path("heard").asText());
            boolean known = false;
            for (Reviews.Verdict each : Reviews.Verdict.values()) {
                known |= each.word().equals(verdict.word());
            }
            boolean sensible = known
                    && !verdict.eventId().isEmpty()
                    && verdict.eventId().length() <= LONGEST
                    && verdict.heard().length() <= LONGEST;
            return sensible ? Optional.of(verdict) : Optional.empty();
        } catch (IOException e) {
            // Somebody else's record on the topic.
            return Optional.empty();
        }
    }
}
