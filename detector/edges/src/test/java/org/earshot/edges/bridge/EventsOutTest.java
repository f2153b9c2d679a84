package org.earshot.edges.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.earshot.schema.SourceState;
import org.earshot.schema.SourceStatus;
import org.earshot.streams.framing.RecordFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventsOutTest {
    private static final TopicPartition EVENTS = new TopicPartition("earshot.events", 0);
    private static final TopicPartition STATUSES = new TopicPartition("earshot.source-status", 0);
    private static final TopicPartition MORE = new TopicPartition("earshot.source-status", 1);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Output home = new Output();
    private Map<TopicPartition, OffsetAndMetadata> committed = Map.of();
    private final EventsOut out = new EventsOut(
            new BridgeConfig(
                    List.of(),
                    new BridgeConfig.AudioFormat("earshot/audio/+", new BridgeConfig.RawPcm(16_000, 1, 16)),
                    "earshot",
                    "homeassistant",
                    5_000),
            new BridgeTopics("earshot.audio", EVENTS.topic(), STATUSES.topic()),
            home,
            consumer,
            Optional.empty());

    @Test
    void shouldTakeBackWhatItSaidOfASourceThatTheDetectorForgot() throws Exception {
        run(
                () -> assign(STATUSES),
                () -> add(STATUSES, 0, "door", status("door")),
                () -> add(STATUSES, 1, "door", null));

        assertThat(home.retained("earshot/door/status")).hasSize(2).last().isEqualTo("");
        assertThat(home.retained("homeassistant/sensor/earshot_door_level/config"))
                .hasSize(2)
                .last()
                .isEqualTo("");
    }

    @Test
    void shouldGoOnAfterRecordsThatNoTopicCanBeMadeOf() throws Exception {
        run(() -> assign(STATUSES), () -> {
            add(STATUSES, 0, "long", status("x".repeat(70_000)));
            add(STATUSES, 1, "none", new byte[] {1, 2, 3});
            add(STATUSES, 2, "door", status("door"));
        });

        assertThat(home.retained("earshot/door/status")).hasSize(1);
        assertThat(position(STATUSES)).isEqualTo(3);
    }

    @Test
    void shouldCarryOnNoNameThatMeansSomethingElsewhere() throws Exception {
        run(() -> assign(STATUSES), () -> {
            add(STATUSES, 0, "tag", status("<b>door"));
            add(STATUSES, 1, "line", status("door\nway"));
            add(STATUSES, 2, "blank", status(" "));
            add(STATUSES, 3, "door", status("door"));
        });

        assertThat(home.topics)
                .isNotEmpty()
                .allMatch(topic -> topic.contains("earshot/door/") || topic.contains("earshot_door_"));
        assertThat(position(STATUSES)).isEqualTo(4);
    }

    @Test
    void shouldGoOnAfterAMessageThatTheBrokerRefuses() throws Exception {
        home.refused = "earshot/door/status";

        run(() -> assign(STATUSES), () -> {
            add(STATUSES, 0, "door", status("door"));
            add(STATUSES, 1, "yard", status("yard"));
        });

        assertThat(home.retained("earshot/yard/status")).hasSize(1);
        assertThat(position(STATUSES)).isEqualTo(2);
    }

    @Test
    void shouldCarryWhatAPartitionGivesThatComesWhileTheBrokerIsAway() throws Exception {
        home.away = true;

        run(
                () -> assign(STATUSES),
                () -> add(STATUSES, 0, "door", status("door")),
                () -> {
                    assign(STATUSES, MORE);
                    add(MORE, 0, "yard", status("yard"));
                },
                home::comeBack);

        assertThat(home.retained("earshot/door/status")).hasSize(1);
        assertThat(home.retained("earshot/yard/status")).hasSize(1);
        assertThat(position(MORE)).isOne();
    }

    @Test
    void shouldCommitWhereItBeginsBeforeTheFirstRecord() throws Exception {
        run(() -> assign(STATUSES));

        assertThat(position(STATUSES)).isZero();
    }

    /** Each step before one poll; then a few polls more, and the end. */
    private void run(Runnable... steps) throws InterruptedException {
        for (Runnable step : steps) {
            consumer.schedulePollTask(step);
        }
        consumer.schedulePollTask(() -> {});
        consumer.schedulePollTask(() -> {
            // A closed consumer tells nothing any more.
            committed = consumer.committed(Set.of(STATUSES, MORE));
            out.stop();
        });
        consumer.updateBeginningOffsets(Map.of(EVENTS, 0L, STATUSES, 0L, MORE, 0L));
        out.run();
    }

    private void assign(TopicPartition... partitions) {
        consumer.rebalance(List.of(partitions));
    }

    private void add(TopicPartition partition, long offset, String key, byte[] value) {
        consumer.addRecord(
                new ConsumerRecord<>(partition.topic(), partition.partition(), offset, key.getBytes(UTF_8), value));
    }

    private long position(TopicPartition partition) {
        return committed.get(partition).offset();
    }

    private static byte[] status(String source) {
        Instant now = Instant.parse("2026-03-01T10:00:00Z");
        return RecordFormat.singleObject(new SourceStatus())
                .encode(SourceStatus.newBuilder()
                        .setSourceId(source)
                        .setEpochId("e")
                        .setState(SourceState.HEALTHY)
                        .setLastChunkAt(now)
                        .setSampleRateHz(16_000)
                        .setLevelDbfs(-40)
                        .setClippedShare(0)
                        .setSilentShare(0)
                        .setClockSkewMs(10)
                        .setUpdatedAt(now)
                        .build());
    }

    /** Takes what a real broker would. */
    private static final class Output implements MqttOutput {
        private final List<String> topics = new ArrayList<>();
        private final List<String> payloads = new ArrayList<>();
        private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
        private String refused = "";
        private boolean away;

        @Override
        public String name() {
            return "home";
        }

        @Override
        public CompletableFuture<?> publish(String topic, byte[] payload, boolean retain) {
            topics.add(MqttTopic.of(topic).toString());
            payloads.add(new String(payload, UTF_8));
            if (topic.equals(refused)) {
                return CompletableFuture.failedFuture(new Mqtt5PubAckException(null, "not authorized"));
            }
            var taken = new CompletableFuture<Void>();
            waiting.add(taken);
            if (!away) {
                taken.complete(null);
            }
            return taken;
        }

        void comeBack() {
            away = false;
            waiting.forEach(taken -> taken.complete(null));
        }

        List<String> retained(String topic) {
            List<String> found = new ArrayList<>();
            for (int i = 0; i < topics.size(); i++) {
                if (topics.get(i).equals(topic)) {
                    found.add(payloads.get(i));
                }
            }
            return found;
        }
    }
}
