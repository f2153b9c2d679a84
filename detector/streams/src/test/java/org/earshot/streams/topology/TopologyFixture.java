package org.earshot.streams.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.earshot.core.capture.SourceLimits;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.level.LevelSettings;
import org.earshot.core.live.BandNetwork;
import org.earshot.core.live.Batches;
import org.earshot.core.live.LiveSettings;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.ClipTags;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceLevel;
import org.earshot.schema.SourceStatus;
import org.earshot.streams.evidence.EvidenceArchive;
import org.earshot.streams.framing.RecordFormat;
import org.earshot.streams.framing.SingleObjectSerde;

/** The topology in a test driver, with a network of two bands. */
public final class TopologyFixture implements AutoCloseable {
    public static final Duration LINGER = Duration.ofMillis(20);
    public static final Duration STALE = Duration.ofSeconds(8);

    public final BandNetwork network = new BandNetwork();
    public final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SingleObjectSerde<AudioChunk> serde = SingleObjectSerde.audioChunk();
    private final Path folder;
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> audio;
    private final TestOutputTopic<byte[], SoundEvent> events;
    private final TestOutputTopic<byte[], ClipTags> tags;
    private final TestOutputTopic<byte[], SourceStatus> statuses;
    private final TestOutputTopic<byte[], SourceLevel> levels;
    private final TestOutputTopic<byte[], byte[]> deadLetters;

    public TopologyFixture() {
        this(settings(new BandNetwork()));
    }

    public TopologyFixture(StreamSettings settings) {
        this(settings, Optional.empty());
    }

    public TopologyFixture(StreamSettings settings, Optional<? extends EvidenceArchive> evidence) {
        Topics topics = settings.topics();
        try {
            folder = Files.createTempDirectory("earshot-topology");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        driver = new TopologyTestDriver(
                EarshotTopology.build(settings, network, registry, evidence), properties, Microphone.START);
        audio = driver.createInputTopic(topics.audio(), new ByteArraySerializer(), new ByteArraySerializer());
        var events = RecordFormat.of(new SoundEvent(), settings.registry(), topics.events());
        this.events = output(topics.events(), (topic, bytes) -> events.decode(bytes));
        tags = output(topics.tags(), SingleObjectSerde.clipTags().deserializer());
        var statuses = RecordFormat.of(new SourceStatus(), settings.registry(), topics.sourceStatus());
        this.statuses = output(topics.sourceStatus(), (topic, bytes) -> statuses.decode(bytes));
        var levels = RecordFormat.of(new SourceLevel(), settings.registry(), topics.levels());
        this.levels = output(topics.levels(), (topic, bytes) -> levels.decode(bytes));
        deadLetters = output(topics.deadLetters(), new ByteArrayDeserializer());
    }

    public static StreamSettings settings(BandNetwork network) {
        return settings(new LiveSettings(
                source -> DetectorSettings.of(network.manifest(), 10),
                false,
                Batches.of(8, LINGER),
                SourceLimits.of(Duration.ofSeconds(2), STALE),
                Duration.ofSeconds(10)));
    }

    public static StreamSettings settings(LiveSettings live) {
        return new StreamSettings(Topics.DEFAULT, live, Optional.empty());
    }

    /** The same with sound levels. */
    public static StreamSettings measuring(StreamSettings plain, LevelSettings levels) {
        return settings(plain.live().measuring(levels));
    }

    /** The same with the tags of every clip. */
    public static StreamSettings withTags(StreamSettings plain) {
        LiveSettings live = plain.live();
        return settings(new LiveSettings(live.detector(), true, live.batches(), live.limits(), live.statusInterval()));
    }

    /** The same with other limits. */
    public static StreamSettings withLimits(StreamSettings plain, UnaryOperator<SourceLimits> change) {
        LiveSettings live = plain.live();
        return settings(new LiveSettings(
                live.detector(), live.tags(), live.batches(), change.apply(live.limits()), live.statusInterval()));
    }

    /** Sends chunks, one after the other at the same moment, then waits for the linger. */
    public TopologyFixture send(List<AudioChunk> chunks) {
        chunks.forEach(this::send);
        return this;
    }

    /** Sends a chunk without letting any time pass. */
    public void sendAtOnce(AudioChunk chunk) {
        audio.pipeInput(chunk.getSourceId().getBytes(UTF_8), serde.encode(chunk));
    }

    /** The same with the time at which the broker took the chunk. */
    public void sendAtOnce(AudioChunk chunk, Instant arrived) {
        audio.pipeInput(chunk.getSourceId().getBytes(UTF_8), serde.encode(chunk), arrived);
    }

    /** Any record, without letting any time pass. */
    public void sendBytesAtOnce(byte[] key, byte[] value, Instant arrived) {
        audio.pipeInput(key, value, arrived);
    }

    public void send(AudioChunk chunk) {
        sendBytes(chunk.getSourceId(), serde.encode(chunk));
    }

    public void sendBytes(String key, byte[] value) {
        audio.pipeInput(key == null ? null : key.getBytes(UTF_8), value);
        pass(LINGER);
    }

    /** Lets so much time pass, in steps that a running task would take. */
    public void pass(Duration time) {
        for (Duration left = time; left.compareTo(Duration.ZERO) > 0; left = left.minusMillis(500)) {
            driver.advanceWallClockTime(left.compareTo(Duration.ofMillis(500)) < 0 ? left : Duration.ofMillis(500));
        }
    }

    public List<SoundEvent> events() {
        return events.readValuesToList();
    }

    public List<TestRecord<byte[], SoundEvent>> eventRecords() {
        return events.readRecordsToList();
    }

    /** Ended events only. */
    public List<SoundEvent> ended() {
        return events().stream().filter(e -> e.getPhase() == EventPhase.ENDED).toList();
    }

    public List<ClipTags> tags() {
        return tags.readValuesToList();
    }

    public List<SourceStatus> statuses() {
        return statuses.readValuesToList();
    }

    public List<TestRecord<byte[], SourceLevel>> levels() {
        return levels.readRecordsToList();
    }

    public List<TestRecord<byte[], byte[]>> deadLetters() {
        return deadLetters.readRecordsToList();
    }

    /** Reasons of the dead letters so far. */
    public List<String> reasons() {
        return deadLetters().stream()
                .map(letter -> new String(
                        letter.headers().lastHeader(DeadLetter.REASON).value(), UTF_8))
                .toList();
    }

    @Override
    public void close() {
        driver.close();
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> TestOutputTopic<byte[], T> output(String topic, Deserializer<T> values) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), values);
    }
}
