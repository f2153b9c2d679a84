package org.earshot.edges.bridge;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.earshot.core.audio.AudioException;
import org.earshot.core.log.RateLimitedLog;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.DataException;
import org.earshot.core.model.EarshotException;
import org.earshot.core.model.Naming;
import org.earshot.schema.AudioChunk;
import org.earshot.streams.framing.KafkaErrors;
import org.earshot.streams.framing.RecordFormat;
import org.earshot.streams.framing.SchemaRegistry;
import org.slf4j.LoggerFactory;

/**
 * Carries device messages to the audio topic. A message is acknowledged to MQTT once Kafka has all of its chunks; one
 * that is no sound is acknowledged and logged with its topic, since it would be no better the next time. What Kafka
 * does not take in time is sent again until it does. Any other fault ends the bridge: an audio thread that is gone must
 * not look like one that receives nothing.
 *
 * <p>For one thread, the executor's, which all gateways share so that the chunks of a source stay in order.
 */
final class AudioIn {
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);
    private static final int MOST_DEVICES = 10_000;
    private static final int MOST_LOGGED_CHARS = 100;

    private final BridgeConfig config;
    private final String topic;
    private final Producer<byte[], byte[]> producer;
    private final Executor executor;
    private final Consumer<EarshotException> failure;
    private final RecordFormat<AudioChunk> format;
    private final RateLimitedLog log = new RateLimitedLog(LoggerFactory.getLogger(AudioIn.class), LOG_INTERVAL);
    /** At most {@link #MOST_DEVICES}; forgetting a device only means that its next message begins a new epoch. */
    private final Map<String, DeviceStream> devices = Bounded.map(MOST_DEVICES);

    /** @param failure takes what this cannot go on after */
    AudioIn(
            BridgeConfig config,
            String topic,
            Producer<byte[], byte[]> producer,
            Optional<SchemaRegistry> registry,
            Executor executor,
            Consumer<EarshotException> failure) {
        this.config = config;
        this.topic = topic;
        this.producer = producer;
        this.executor = executor;
        this.failure = failure;
        this.format = RecordFormat.of(new AudioChunk(), registry, topic);
        format.register();
    }

    void accept(DeviceBytes message) {
        guarded(() -> carry(message));
    }

    private void carry(DeviceBytes message) {
        String mqttTopic = message.topic();
        String source = config.audio().sourceIn(mqttTopic);
        List<AudioChunk> chunks;
        try {
            chunks = chunks(message, source);
        } catch (EarshotException e) {
            refuse(message, source, e.getMessage());
            return;
        } catch (RuntimeException e) {
            // A parser that stumbles over hostile bytes would stumble again.
            refuse(message, source, "it cannot be read: " + e);
            return;
        }
        var left = new AtomicInteger(chunks.size());
        for (AudioChunk chunk : chunks) {
            byte[] key = chunk.getSourceId().getBytes(StandardCharsets.UTF_8);
            send(new ProducerRecord<>(topic, key, format.encode(chunk)), mqttTopic, () -> {
                if (left.decrementAndGet() == 0) {
                    message.acknowledge().run();
                }
            });
        }
    }

    private List<AudioChunk> chunks(DeviceBytes message, String source) {
        if (message.retained()) {
            throw new AudioException("it was retained, so its time is unknown; publish sound without retain");
        }
        Naming.ID.fault(source).ifPresent(fault -> {
            throw new AudioException("the id of the source " + fault + "; name the source in the topic");
        });
        DeviceMessage sound =
                DeviceMessage.parse(message.payload(), config.audio().raw());
        String mqttTopic = printable(message.topic());
        sound.fault()
                .ifPresent(fault -> log.warn(
                        mqttTopic,
                        mqttTopic + ": of a message of source '" + printable(source) + "' only a part was read: "
                                + fault));
        return devices.computeIfAbsent(source, id -> new DeviceStream(id, Duration.ofMillis(config.gapMs())))
                .accept(sound, Instant.now());
    }

    private void refuse(DeviceBytes message, String source, String why) {
        String mqttTopic = printable(message.topic());
        log.warn(mqttTopic, mqttTopic + ": a message of source '" + printable(source) + "' was refused: " + why);
        message.acknowledge().run();
    }

    private void send(ProducerRecord<byte[], byte[]> record, String mqttTopic, Runnable taken) {
        producer.send(record, (written, failed) -> {
            if (failed == null) {
                taken.run();
            } else if (failed instanceof RetriableException) {
                log.warn(
                        "kafka",
                        mqttTopic + ": Kafka does not take the sound, trying again: " + KafkaErrors.why(failed));
                again(record, mqttTopic, taken);
            } else if (failed instanceof RecordTooLargeException) {
                log.warn(
                        "size",
                        mqttTopic + ": a chunk of " + record.value().length
                                + " bytes was refused by Kafka; raise max.message.bytes of " + topic);
                taken.run();
            } else {
                failure.accept(new ConfigurationException("Kafka " + KafkaErrors.why(failed), failed));
            }
        });
    }

    private void again(ProducerRecord<byte[], byte[]> record, String mqttTopic, Runnable taken) {
        try {
            executor.execute(() -> guarded(() -> send(record, mqttTopic, taken)));
        } catch (RejectedExecutionException e) {
            // The bridge ends; MQTT has no acknowledgement and delivers the message again.
            log.warn("end", mqttTopic + ": the last sound comes again after the next start");
        }
    }

    /** Errors of the virtual machine too: otherwise the thread would end unnoticed. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (Throwable e) {
            failure.accept(new DataException(
                    "the thread that takes sound from MQTT was ended by " + e
                            + "; unacknowledged messages come again after the next start",
                    e));
        }
    }

    private static String printable(String text) {
        return Naming.printable(
                text.length() <= MOST_LOGGED_CHARS ? text : text.substring(0, MOST_LOGGED_CHARS) + "...");
    }
}
