package org.earshot.detector.bridge;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.earshot.detector.model.EarshotException;
import org.earshot.detector.wire.RecordFormat;
import org.earshot.detector.wire.SchemaRegistry;
import org.earshot.schema.AudioChunk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries device messages to the audio topic. A message is acknowledged to MQTT once Kafka has all of its chunks; one that
 * is no sound is acknowledged and said in the log, since it would be no better the next time.
 *
 * <p>For one thread, which all gateways share so that the chunks of a source stay in order.
 */
final class AudioIn {
    private static final Logger LOG = LoggerFactory.getLogger(AudioIn.class);
    private static final int MOST_DEVICES = 10_000;

    private final BridgeConfig config;
    private final String topic;
    private final Producer<byte[], byte[]> producer;
    private final Map<String, DeviceStream> devices = new HashMap<>();
    private final RecordFormat<AudioChunk> format;

    AudioIn(BridgeConfig config, String topic, Producer<byte[], byte[]> producer, Optional<SchemaRegistry> registry) {
        this.config = config;
        this.topic = topic;
        this.producer = producer;
        this.format = RecordFormat.of(new AudioChunk(), registry, topic);
        format.register();
    }

    void accept(Mqtt5Publish message) {
        String mqttTopic = message.getTopic().toString();
        List<AudioChunk> chunks;
        try {
            String source = config.audio().sourceIn(mqttTopic);
            DeviceMessage sound = DeviceMessage.parse(
                    message.getPayloadAsBytes(), config.audio().raw(), mqttTopic);
            chunks = device(source).accept(sound, Instant.now());
        } catch (EarshotException e) {
            LOG.warn("passed over a message: {}", e.getMessage());
            message.acknowledge();
            return;
        }
        if (chunks.isEmpty()) {
            message.acknowledge();
        }
        AtomicInteger left = new AtomicInteger(chunks.size());
        for (AudioChunk chunk : chunks) {
            producer.send(
                    new ProducerRecord<>(
                            topic, chunk.getSourceId().getBytes(StandardCharsets.UTF_8), format.encode(chunk)),
                    (written, failed) -> {
                        if (failed != null) {
                            LOG.warn("{}: not taken by Kafka, will come again: {}", mqttTopic, failed.getMessage());
                        } else if (left.decrementAndGet() == 0) {
                            message.acknowledge();
                        }
                    });
        }
    }

    private DeviceStream device(String source) {
        if (devices.size() >= MOST_DEVICES && !devices.containsKey(source)) {
            // Forgetting a device only means that its next message begins a new epoch.
            Iterator<String> any = devices.keySet().iterator();
            any.next();
            any.remove();
        }
        return devices.computeIfAbsent(source, id -> new DeviceStream(id, Duration.ofMillis(config.gapMs())));
    }
}
