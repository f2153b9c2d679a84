package org.earshot.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.framing.SingleObjectSerde;
import org.earshot.streams.topology.Microphone;
import org.earshot.streams.topology.Sound;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker and detectors in processes of their own, some of which are killed. */
@Tag("integration")
class CrashTest {
    private static final int RATE = 16_000;
    private static final int SECONDS = 36;
    private static final int PARTITIONS = 3;
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final List<String> SOURCES = List.of("door", "yard", "hall", "gate", "roof");
    private static final SingleObjectSerde<AudioChunk> CHUNKS = SingleObjectSerde.audioChunk();

    @TempDir
    private static Path folder;

    private static EarshotProcess broker;
    private static String address;
    private static Admin admin;
    private static KafkaProducer<byte[], byte[]> producer;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new EarshotProcess(
                folder,
                "broker",
                "--port",
                "0",
                "--data",
                folder.resolve("kafka").toString());
        address = broker.firstLine();
        admin = Admin.create(Map.of("bootstrap.servers", (Object) address));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", (Object) address), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void stopBroker() {
        producer.close(Duration.ofSeconds(1));
        admin.close(Duration.ofSeconds(1));
        broker.close();
    }

    @Test
    void shouldLoseAndRepeatNothingWhenKilledMidClipAndWithAFullQueue() throws Exception {
        String audio = topic("crash.audio");
        List<AudioChunk> chunks = chunks();
        List<AudioChunk> first = chunks.subList(0, chunks.size() / 3);
        List<AudioChunk> second = chunks.subList(first.size(), 2 * chunks.size() / 3);
        List<AudioChunk> third = chunks.subList(first.size() + second.size(), chunks.size());

        try (EarshotProcess calm = detector("calm", "calm", audio, topic("calm.events"), "100")) {
            // Nothing is scored within the linger: all that is ready lies in the queue when the process dies.
            try (EarshotProcess doomed = detector("crash", "crash", audio, topic("crash.events"), "10000")) {
                doomed.awaitLog("streams: RUNNING");
                send(audio, first);
                awaitCommitted("crash", audio, first.size());
                doomed.kill();
            }
            assertThat(read("crash.events", 0)).isEmpty();
            try (EarshotProcess doomed = detector("crash", "crash", audio, "crash.events", "100")) {
                send(audio, second);
                awaitCommitted("crash", audio, first.size() + second.size() / 2);
                doomed.kill();
            }
            try (EarshotProcess survivor = detector("crash", "crash", audio, "crash.events", "100")) {
                send(audio, third);
                awaitCommitted("calm", audio, chunks.size());
                awaitCommitted("crash", audio, chunks.size());
                List<String> expected = readUntilQuiet("calm.events");
                calm.stop();

                assertThat(expected).hasSizeGreaterThan(20);
                assertThat(read("crash.events", expected.size())).containsExactlyInAnyOrderElementsOf(expected);
                assertThat(readUntilQuiet("crash.events")).hasSameSizeAs(expected);
                survivor.stop();
            }
        }
    }

    @Test
    void shouldShareThePartitionsAndTakeThemOverWhenOneStops() throws Exception {
        String audio = topic("share.audio");
        List<AudioChunk> chunks = chunks();
        List<AudioChunk> first = chunks.subList(0, chunks.size() / 2);
        topic("share.events");

        try (EarshotProcess one = detector("share", "share", audio, "share.events", "100");
                EarshotProcess two = detector("share", "share", audio, "share.events", "100")) {
            one.awaitLog("streams: RUNNING");
            two.awaitLog("streams: RUNNING");
            EarshotProcess.Waiting.until(() -> members("share") == 2, "two members");
            send(audio, first);
            awaitCommitted("share", audio, first.size());
            one.stop();
            send(audio, chunks.subList(first.size(), chunks.size()));
            awaitCommitted("share", audio, chunks.size());

            List<String> events = readUntilQuiet("share.events");

            assertThat(events).hasSizeGreaterThan(20).doesNotHaveDuplicates();
            assertThat(events.stream()
                            .filter(event -> event.contains("STARTED"))
                            .count())
                    .isEqualTo(events.stream()
                            .filter(event -> event.contains("ENDED"))
                            .count());
        }
    }

    private static EarshotProcess detector(String application, String state, String audio, String events, String linger)
            throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(
                "kafka.bootstrap.servers",
                address,
                "streams.application.id",
                application,
                "streams.state.dir",
                folder.resolve("state-" + state).toString(),
                "streams.num.stream.threads",
                "1",
                "streams.commit.interval.ms",
                "200",
                "earshot.model",
                "tiny",
                "earshot.device",
                "cpu",
                "earshot.http.enabled",
                "false",
                "earshot.topic.audio",
                audio,
                "earshot.topic.events",
                events));
        settings.put("earshot.infer.batch.max", "1000");
        settings.put("earshot.infer.batch.linger.ms", linger);
        settings.put("earshot.threshold.*.gate", "0.1");
        settings.put("earshot.threshold.*.high", "0.6");
        settings.put("earshot.threshold.*.low", "0.5");
        List<String> arguments = new ArrayList<>(List.of("run"));
        settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        return new EarshotProcess(folder, arguments.toArray(String[]::new));
    }

    private static List<AudioChunk> chunks() {
        List<AudioChunk> chunks = new ArrayList<>();
        for (int n = 0; n < SOURCES.size(); n++) {
            Sound sound = Sound.noise(RATE, SECONDS, n);
            for (double at = 2 + 0.3 * n; at < SECONDS - 2; at += 5) {
                sound = sound.burst(at, at + 1.7).tone(700, at + 2.5, at + 3.5);
            }
            chunks.addAll(new Microphone(SOURCES.get(n), "e", sound).chunks(RATE / 2));
        }
        chunks.sort(Comparator.comparing(AudioChunk::getCapturedAt));
        return chunks;
    }

    private static String topic(String name) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, Optional.of(PARTITIONS), Optional.empty())))
                .all()
                .get();
        return name;
    }

    private static void send(String topic, List<AudioChunk> chunks) throws Exception {
        for (AudioChunk chunk : chunks) {
            producer.send(
                    new ProducerRecord<>(topic, chunk.getSourceId().getBytes(UTF_8), CHUNKS.encode(chunk)),
                    (metadata, error) -> assertThat(error).isNull());
        }
        producer.flush();
    }

    private static void awaitCommitted(String group, String topic, long records) {
        EarshotProcess.Waiting.until(() -> committed(group, topic) >= records, group + " at " + records + " records");
    }

    private static long committed(String group, String topic) {
        try {
            return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                    .filter(entry -> entry.getKey().topic().equals(topic) && entry.getValue() != null)
                    .mapToLong(entry -> entry.getValue().offset())
                    .sum();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static int members(String group) {
        try {
            return admin.describeConsumerGroups(List.of(group))
                    .all()
                    .get()
                    .get(group)
                    .members()
                    .size();
        } catch (InterruptedException | ExecutionException e) {
            return 0;
        }
    }

    /** Committed events, at least so many, as far as two runs must agree on them. */
    private static List<String> read(String topic, int atLeast) {
        List<String> events = new ArrayList<>();
        EarshotProcess.Waiting.until(
                () -> {
                    events.clear();
                    events.addAll(readAll(topic));
                    return events.size() >= atLeast;
                },
                atLeast + " events in " + topic);
        return events;
    }

    /** All committed events once none has come for some seconds. */
    private static List<String> readUntilQuiet(String topic) {
        List<String> before = new ArrayList<>();
        long[] changed = {System.nanoTime()};
        EarshotProcess.Waiting.until(
                () -> {
                    List<String> now = readAll(topic);
                    if (now.size() != before.size()) {
                        changed[0] = System.nanoTime();
                    }
                    before.clear();
                    before.addAll(now);
                    return !now.isEmpty() && System.nanoTime() - changed[0] > QUIET.toNanos();
                },
                "no more events in " + topic);
        return before;
    }

    private static List<String> readAll(String topic) {
        var events = SingleObjectSerde.soundEvent();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", address, "isolation.level", "read_committed", "enable.auto.commit", "false");
        List<String> read = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int n = 0; n < PARTITIONS; n++) {
                partitions.add(new TopicPartition(topic, n));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p)) && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(500)).forEach(record -> read.add(line(events.decode(record.value()))));
            }
        }
        return read;
    }

    private static String line(SoundEvent event) {
        return String.join(
                " ",
                event.getSourceId(),
                event.getLabel(),
                event.getPhase().name(),
                event.getEventId(),
                Long.toString(event.getOnsetSample()),
                Long.toString(event.getOffsetSample()),
                event.getOnset().toString());
    }
}
