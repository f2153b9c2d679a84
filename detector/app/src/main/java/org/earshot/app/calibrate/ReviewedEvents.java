package org.earshot.app.calibrate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.earshot.streams.replay.CaptureNames;
import org.earshot.streams.replay.TopicSpan;

/**
 * The events that people have confirmed. The last word on an event counts; one that is no verdict takes the earlier ones back.
 * Other thresholds may cut the same sound in another way, so an event is confirmed by any of its label, source and capture that
 * it overlaps. Immutable.
 */
public final class ReviewedEvents {
    /** Nothing was reviewed. */
    public static final ReviewedEvents NONE = new ReviewedEvents(List.of());

    private final Map<List<String>, List<Span>> confirmed;
    private final int reviews;

    private record Span(long from, long to) {}

    private record Review(List<String> where, Span span, boolean confirmed) {}

    private ReviewedEvents(Collection<Review> all) {
        reviews = all.size();
        confirmed = all.stream()
                .filter(Review::confirmed)
                .collect(Collectors.groupingBy(Review::where, Collectors.mapping(Review::span, Collectors.toList())));
    }

    /**
     * Reads all of a topic of reviews.
     *
     * @throws org.earshot.core.model.ConfigurationException if there is no such topic
     */
    public static ReviewedEvents read(Consumer<byte[], byte[]> kafka, String topic) {
        Map<String, Review> last = new LinkedHashMap<>();
        ObjectMapper json = new ObjectMapper();
        new TopicSpan(kafka, topic, Instant.EPOCH).read(record -> {
            if (record.value() != null) {
                try {
                    take(json.readTree(record.value()), last);
                } catch (JsonProcessingException e) {
                    // Not written by the page; says nothing of any event.
                    return;
                } catch (IOException e) {
                    throw new IllegalStateException("bytes in memory cannot be read", e);
                }
            }
        });
        return new ReviewedEvents(last.values());
    }

    /** @param lines reviews as JSON, the oldest first */
    static ReviewedEvents of(List<JsonNode> lines) {
        Map<String, Review> last = new HashMap<>();
        lines.forEach(line -> take(line, last));
        return new ReviewedEvents(last.values());
    }

    private static void take(JsonNode review, Map<String, Review> last) {
        String id = review.path("event_id").asText();
        String verdict = review.path("verdict").asText();
        if (verdict.equals("true") || verdict.equals("false")) {
            last.put(
                    id,
                    new Review(
                            where(
                                    review.path("source_id").asText(),
                                    review.path("epoch_id").asText(),
                                    review.path("label").asText()),
                            new Span(
                                    review.path("onset_sample").asLong(),
                                    review.path("offset_sample").asLong()),
                            verdict.equals("true")));
        } else {
            last.remove(id);
        }
    }

    /** Events with a verdict. */
    public int count() {
        return reviews;
    }

    /** What records call the captures in which something was confirmed. */
    public CaptureNames captures() {
        CaptureNames names = new CaptureNames();
        confirmed.keySet().forEach(where -> names.add(where.get(0), where.get(1)));
        return names;
    }

    boolean confirm(PlaceEvent event, String label) {
        return confirmed.getOrDefault(where(event.sourceId(), event.epochId(), label), List.of()).stream()
                .anyMatch(span -> span.from < event.offsetSample() && span.to > event.onsetSample());
    }

    private static List<String> where(String sourceId, String epochId, String label) {
        return List.of(sourceId, epochId, label);
    }
}
