package org.earshot.app.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.ServiceUnavailableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.framing.RecordFormat;
import org.earshot.streams.framing.SchemaRegistry;

/**
 * Finds events of past days on their topic. A search reads all records of its days once and keeps the newest {@value #MOST} events
 * that are asked for; it ends after a bounded time, and two at most go on at once. Safe for several threads.
 */
final class EventSearch {
    static final int MOST = 500;
    private static final int AT_ONCE = 2;
    private static final int REMEMBERED = 4 * MOST;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(200);
    /** An event is written after it began: by a detector that was away for long, as late as its topic of sound keeps sound. */
    private static final Duration LATER = Duration.ofHours(25);
    /** Most are written so soon. */
    private static final Duration SOON = Duration.ofHours(1);
    /** A sender's clock may be ahead, by a time zone for example: its events are written before they began. */
    private static final Duration EARLIER = Duration.ofHours(14);

    private static final Comparator<SoundEvent> BY_AGE =
            Comparator.comparing(SoundEvent::getOnset).thenComparing(SoundEvent::getEventId);

    /**
     * What is asked for.
     *
     * @param words part of the source's id or the label, in lower case; may be empty
     * @param label or empty for all
     */
    record Query(Instant from, Instant to, String words, String label, double leastScore) {
        boolean fits(SoundEvent event) {
            return !event.getOnset().isBefore(from)
                    && event.getOnset().isBefore(to)
                    && event.getScore() >= leastScore
                    && (label.isEmpty() || event.getLabel().equals(label))
                    && (words.isEmpty()
                            || event.getSourceId().toLowerCase(Locale.ROOT).contains(words)
                            || words(event.getLabel()).contains(words(words)));
        }

        /** As people write a label. */
        private static String words(String label) {
            return label.replace('_', ' ').toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What was found.
     *
     * @param events the newest, oldest first
     * @param left how many older ones were left out
     * @param complete false if time was up before all records were read
     */
    record Found(List<SoundEvent> events, long left, boolean complete) {}

    private final PageSettings settings;
    private final Verdicts verdicts;
    private final RecordFormat<SoundEvent> format;
    private final Semaphore running = new Semaphore(AT_ONCE);
    private final Map<String, SoundEvent> lately = new LinkedHashMap<>();

    /** @param verdicts what was said of events, which is told with them */
    EventSearch(PageSettings settings, Verdicts verdicts) {
        this.settings = settings;
        this.verdicts = verdicts;
        this.format = RecordFormat.of(
                new SoundEvent(),
                SchemaRegistry.of(settings.kafka()),
                settings.topics().events());
    }

    /** An event that was found lately, for a review of it. */
    Optional<SoundEvent> find(String eventId) {
        synchronized (lately) {
            return Optional.ofNullable(lately.get(eventId));
        }
    }

    /** {@code GET ?from=&to=&find=&label=&score=}, times in milliseconds since 1970 UTC. */
    void get(Context context) {
        Query query = new Query(
                time(context, "from"),
                time(context, "to"),
                text(context, "find").toLowerCase(Locale.ROOT),
                text(context, "label"),
                score(context));
        if (!running.tryAcquire()) {
            throw new ServiceUnavailableResponse("two searches go on already, come again");
        }
        try {
            Found found = search(query);
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.set("events", PageJson.events(found.events()));
            json.set("reviews", verdicts.of(found.events()));
            json.put("left", found.left()).put("complete", found.complete());
            context.contentType("application/json").result(json.toString());
        } catch (KafkaException e) {
            throw new ServiceUnavailableResponse("Kafka does not answer");
        } finally {
            running.release();
        }
    }

    Found search(Query query) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Newest newest = new Newest();
        boolean complete;
        try (Consumer<byte[], byte[]> consumer = TopicReader.open(settings.kafka())) {
            List<TopicPartition> partitions =
                    TopicReader.partitions(consumer, settings.topics().events());
            consumer.assign(partitions);
            Reading reading = new Reading(consumer, partitions, deadline);
            Instant soon = query.to().plus(SOON);
            // The days themselves first, in case time is up.
            complete = read(reading, query.from(), soon, query, newest::add)
                    && read(reading, soon, query.to().plus(LATER), query, newest::add)
                    && read(reading, begin(query.from()), query.from(), query, newest.earlier());
        }
        synchronized (lately) {
            newest.events().forEach(event -> lately.put(event.getEventId(), event));
            while (lately.size() > REMEMBERED) {
                lately.remove(lately.keySet().iterator().next());
            }
        }
        return new Found(newest.events(), newest.left, complete);
    }

    private record Reading(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, long deadline) {}

    /** Reads the records of a span of time. @return false if time was up before */
    private boolean read(
            Reading reading, Instant from, Instant to, Query query, java.util.function.Consumer<SoundEvent> found) {
        Consumer<byte[], byte[]> consumer = reading.consumer;
        TopicReader.seekTo(consumer, reading.partitions, from.toEpochMilli());
        Map<TopicPartition, Long> ends = ends(consumer, reading.partitions, to);
        while (isBehind(consumer, ends) && System.nanoTime() - reading.deadline < 0) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                decode(record).filter(query::fits).ifPresent(found);
            }
        }
        return !isBehind(consumer, ends);
    }

    private static Instant begin(Instant from) {
        return from.isAfter(Instant.EPOCH.plus(EARLIER)) ? from.minus(EARLIER) : Instant.EPOCH;
    }

    private Optional<SoundEvent> decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return record.value() == null ? Optional.empty() : Optional.of(format.decode(record.value()));
        } catch (SerializationException e) {
            // Somebody else's record on the topic.
            return Optional.empty();
        }
    }

    private static boolean isBehind(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    /** Where records begin that were written after that time; records that come meanwhile are not waited for. */
    private static Map<TopicPartition, Long> ends(
            Consumer<?, ?> consumer, List<TopicPartition> partitions, Instant after) {
        Map<TopicPartition, Long> asked = new HashMap<>();
        partitions.forEach(p -> asked.put(p, after.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(asked);
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
        found.forEach((partition, at) -> {
            if (at != null) {
                ends.put(partition, at.offset());
            }
        });
        return ends;
    }

    private static Instant time(Context context, String name) {
        try {
            return Instant.ofEpochMilli(Long.parseLong(text(context, name)));
        } catch (NumberFormatException e) {
            throw new BadRequestResponse(name + " must be milliseconds since 1970");
        }
    }

    private static double score(Context context) {
        String text = text(context, "score");
        try {
            return text.isEmpty() ? 0 : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new BadRequestResponse("score must be a number");
        }
    }

    private static String text(Context context, String name) {
        return Optional.ofNullable(context.queryParam(name)).orElse("").strip();
    }

    /** The newest events, each with the last record of it. */
    static final class Newest {
        /** Of events left out so many are known, so that their other records do not count again. */
        private static final int KNOWN_LEFT = 50_000;

        private final Map<String, SoundEvent> byId = new HashMap<>();
        private final TreeSet<SoundEvent> byAge = new TreeSet<>(BY_AGE);
        private final Set<String> leftOut = new LinkedHashSet<>();
        private long left;

        /** How many were left out. */
        long left() {
            return left;
        }

        void add(SoundEvent event) {
            SoundEvent before = byId.put(event.getEventId(), event);
            if (before != null) {
                byAge.remove(before);
            }
            byAge.add(event);
            if (byAge.size() > MOST) {
                leaveOut(byAge.pollFirst().getEventId());
            }
        }

        private void leaveOut(String id) {
            byId.remove(id);
            if (leftOut.add(id)) {
                left++;
            }
            if (leftOut.size() > KNOWN_LEFT) {
                leftOut.remove(leftOut.iterator().next());
            }
        }

        /** Takes records that were written before all those that were taken so far: what is known has a later one. */
        java.util.function.Consumer<SoundEvent> earlier() {
            Set<String> known = Set.copyOf(byId.keySet());
            return event -> {
                if (!known.contains(event.getEventId())) {
                    add(event);
                }
            };
        }

        List<SoundEvent> events() {
            return new ArrayList<>(byAge);
        }
    }
}
