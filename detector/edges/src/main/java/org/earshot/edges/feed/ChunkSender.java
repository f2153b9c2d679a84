package org.earshot.edges.feed;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.earshot.core.log.RateLimitedLog;
import org.earshot.core.model.ConfigurationException;
import org.earshot.schema.AudioChunk;
import org.earshot.streams.framing.KafkaErrors;
import org.earshot.streams.framing.RecordFormat;
import org.earshot.streams.framing.SchemaRegistry;
import org.slf4j.LoggerFactory;

/**
 * Sends chunks to the audio topic: key = source id in UTF-8, value as {@link RecordFormat} has it. Every result is
 * checked; a refusal is counted in the source's health and logged in one line that says what to do, at most every ten
 * seconds a kind.
 *
 * <p>Safe for use by several threads; chunks of a source stay in order.
 */
public final class ChunkSender implements AutoCloseable {
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
    /** How long a chunk waits for a Kafka that is away; as long as there is room for it. */
    private static final Duration DELIVERY_TIMEOUT = Duration.ofMinutes(30);

    private static final long LEAST_BUFFER_BYTES = 64L << 20;

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final Clock clock;
    private final RecordFormat<AudioChunk> format;
    private final RateLimitedLog log = new RateLimitedLog(LoggerFactory.getLogger(ChunkSender.class), LOG_INTERVAL);

    /** Without a schema registry. @param clock gives the records their timestamps */
    public ChunkSender(Producer<byte[], byte[]> producer, String topic, Clock clock) {
        this(producer, topic, clock, Optional.empty());
    }

    private ChunkSender(
            Producer<byte[], byte[]> producer, String topic, Clock clock, Optional<SchemaRegistry> registry) {
        this.producer = producer;
        this.topic = topic;
        this.clock = clock;
        this.format = RecordFormat.of(new AudioChunk(), registry, topic);
    }

    /**
     * Connects to Kafka.
     *
     * @param clientSettings passed to the producer, over the defaults of this class; at least {@code bootstrap.servers}
     * @throws ConfigurationException if the settings are wrong
     */
    public static ChunkSender connect(String topic, Map<String, String> clientSettings) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.LINGER_MS_CONFIG, "5");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "15000");
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Long.toString(DELIVERY_TIMEOUT.toMillis()));
        settings.put(
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                Long.toString(Math.max(LEAST_BUFFER_BYTES, Runtime.getRuntime().maxMemory() / 4)));
        // With all brokers away the client would forget the topic, and nothing could be put aside for it.
        settings.put(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "none");
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "earshot-publish");
        settings.putAll(clientSettings);
        Optional<SchemaRegistry> registry = SchemaRegistry.of(clientSettings);
        try {
            var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
            return new ChunkSender(producer, topic, Clock.systemUTC(), registry);
        } catch (KafkaException e) {
            throw KafkaErrors.of(e, clientSettings.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG));
        }
    }

    /**
     * Checks that the topic exists, and that the schema registry, if there is one, accepts what will be sent.
     *
     * @throws ConfigurationException if Kafka cannot be reached or has no such topic, or the registry refuses
     */
    public void requireTopic() {
        format.register();
        try {
            producer.partitionsFor(topic);
        } catch (TimeoutException e) {
            throw new ConfigurationException(
                    "Kafka cannot be reached or has no topic " + topic + " (" + e.getMessage()
                            + "); check --bootstrap-servers, and create it, e.g. earshot run --create-topics",
                    e);
        } catch (KafkaException e) {
            throw new ConfigurationException("Kafka " + KafkaErrors.why(e), e);
        }
    }

    /** Sends a chunk; waits while the producer's buffer is full. The result is counted in the source's health. */
    public void send(AudioChunk chunk, SourceHealth health) {
        byte[] key = chunk.getSourceId().toString().getBytes(StandardCharsets.UTF_8);
        var record = new ProducerRecord<>(topic, null, clock.millis(), key, format.encode(chunk));
        try {
            producer.send(record, (metadata, error) -> {
                if (error == null) {
                    health.delivered();
                } else {
                    refused(health, error);
                }
            });
        } catch (KafkaException e) {
            refused(health, e);
        }
    }

    /** Waits until every chunk so far is taken or refused. */
    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }

    private void refused(SourceHealth health, Exception error) {
        String why = explain(error);
        health.refused(why);
        log.warn(error.getClass().getSimpleName(), health.sourceId() + ": a chunk was not sent: " + why);
    }

    private String explain(Exception error) {
        if (refusesTimestamp(error)) {
            return "the broker refuses its timestamp: this machine's clock (" + clock.instant()
                    + ") is more than an hour ahead of the broker's; set the clock, e.g. by NTP";
        }
        if (error instanceof RecordTooLargeException) {
            return "the broker refuses its size; send shorter chunks (--chunk-ms) or raise max.message.bytes of "
                    + topic;
        }
        if (error instanceof TimeoutException) {
            return "Kafka did not take it in time (" + error.getMessage() + "); check the broker and the network";
        }
        if (KafkaErrors.isFinal(error)) {
            return "Kafka " + KafkaErrors.why(error);
        }
        return error.getMessage() + "; check the broker, the topic and the credentials";
    }

    /** A batch is refused as such, or each of its records by a message alone. */
    private static boolean refusesTimestamp(Exception error) {
        return error instanceof InvalidTimestampException
                || error instanceof InvalidRecordException
                        && String.valueOf(error.getMessage()).startsWith("Timestamp");
    }
}
