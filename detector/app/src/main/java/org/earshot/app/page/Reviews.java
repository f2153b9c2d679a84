package org.earshot.app.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.framing.RecordJson;

/**
 * Writes what people say of events to the topic of reviews: the event's fields as JSON with {@code verdict} ({@code true},
 * {@code false}, or {@code withdrawn} for what was said before), {@code reviewed_at}, and {@code heard}, the label that it really
 * was, if somebody said so: one of the model's, or another that {@link org.earshot.core.model.Naming#LABEL} allows. Keyed by source. Safe for several threads.
 */
final class Reviews implements AutoCloseable {
    private static final long PATIENCE_S = 10;

    /** What somebody says of an event. */
    enum Verdict {
        TRUE,
        FALSE,
        WITHDRAWN;

        /** As the page and the topic have it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Producer<byte[], byte[]> producer;
    private final String topic;

    Reviews(PageSettings settings) {
        Map<String, Object> kafka = new HashMap<>(settings.kafka());
        kafka.putIfAbsent(ProducerConfig.ACKS_CONFIG, "all");
        this.producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
        this.topic = settings.reviewsTopic();
    }

    /**
     * Writes a review.
     *
     * @param heard the label that it really was, or empty
     * @return whether the broker has taken it
     */
    boolean write(SoundEvent event, Verdict verdict, String heard) throws InterruptedException {
        ObjectNode review = RecordJson.of(event);
        if (verdict == Verdict.WITHDRAWN) {
            review.put("verdict", verdict.word());
        } else {
            review.put("verdict", verdict == Verdict.TRUE);
        }
        if (!heard.isEmpty()) {
            review.put("heard", heard);
        }
        review.put("reviewed_at", Instant.now().toString());
        try {
            producer.send(new ProducerRecord<>(
                            topic,
                            event.getSourceId().getBytes(StandardCharsets.UTF_8),
                            review.toString().getBytes(StandardCharsets.UTF_8)))
                    .get(PATIENCE_S, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
