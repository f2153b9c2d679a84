package org.earshot.app.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.earshot.core.capture.SourceLimits;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.infer.CachedMaskNetwork;
import org.earshot.core.infer.CachingNetwork;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.live.Batches;
import org.earshot.core.live.LiveSettings;
import org.earshot.core.model.TestModels;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.AudioEncoding;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.framing.SingleObjectSerde;
import org.earshot.streams.topology.EarshotTopology;
import org.earshot.streams.topology.StreamSettings;
import org.earshot.streams.topology.Topics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same sound through the pipeline and through the topology, beside others, in other chunks, with and without caches. */
@Tag("integration")
class ModesAgreeTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final BenchSound sound = BenchSound.of(16_000, 25);

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} blocks, caches {1}")
    @CsvSource({"1, false", "2, false", "5, false", "10, false", "10, true"})
    void shouldGiveTheSameEvents(int blocks, boolean cached) {
        try (MaskNetwork network = network(cached)) {
            DetectorSettings settings = DetectorSettings.of(network.manifest(), blocks);
            var expected = new PipelineBench(network, settings, sound)
                    .expected().ended().stream()
                            .sorted(Comparator.comparing(Object::toString))
                            .toList();

            List<SoundEvent> found = throughTheTopology(network, settings);

            assertThat(expected).isNotEmpty();
            for (String source : List.of("seconds", "tenths", "odd")) {
                assertThat(found.stream()
                                .filter(event -> event.getSourceId().equals(source))
                                .map(event -> new PipelineBench.EventKey(
                                        event.getPhase().name(),
                                        event.getLabel(),
                                        event.getOnsetSample(),
                                        event.getOffsetSample()))
                                .sorted(Comparator.comparing(Object::toString))
                                .toList())
                        .as(source)
                        .isEqualTo(expected);
            }
        }
    }

    private static MaskNetwork network(boolean cached) {
        OnnxMaskNetwork plain =
                OnnxMaskNetwork.open(TestModels.tiny(), DeviceChoice.CPU, InferenceSettings.singleThreaded());
        return cached
                ? new CachedMaskNetwork(
                        plain,
                        CachingNetwork.open(TestModels.tiny(), DeviceChoice.CPU, InferenceSettings.singleThreaded()),
                        1 << 24)
                : plain;
    }

    private List<SoundEvent> throughTheTopology(MaskNetwork network, DetectorSettings settings) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "agree");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        StreamSettings stream = new StreamSettings(
                Topics.DEFAULT,
                new LiveSettings(
                        source -> settings,
                        false,
                        Batches.of(4, Duration.ofMillis(50)),
                        SourceLimits.of(Duration.ofSeconds(2), Duration.ofSeconds(30)),
                        Duration.ofSeconds(10)),
                Optional.empty());
        try (TopologyTestDriver driver = new TopologyTestDriver(
                EarshotTopology.build(stream, network, new SimpleMeterRegistry()), properties, START)) {
            TestInputTopic<byte[], byte[]> audio = driver.createInputTopic(
                    Topics.DEFAULT.audio(), new ByteArraySerializer(), new ByteArraySerializer());
            TestOutputTopic<byte[], SoundEvent> events = driver.createOutputTopic(
                    Topics.DEFAULT.events(),
                    new ByteArrayDeserializer(),
                    SingleObjectSerde.soundEvent().deserializer());
            send(driver, audio, "seconds", sound);
            send(driver, audio, "tenths", sound.inChunksOf(1_600));
            send(driver, audio, "odd", sound.inChunksOf(12_345));
            driver.advanceWallClockTime(Duration.ofSeconds(1));
            return events.readValuesToList().stream()
                    .filter(event -> event.getPhase() == EventPhase.ENDED)
                    .toList();
        }
    }

    private static void send(
            TopologyTestDriver driver, TestInputTopic<byte[], byte[]> audio, String source, BenchSound cut) {
        SingleObjectSerde<AudioChunk> serde = SingleObjectSerde.audioChunk();
        for (int chunk = 0; chunk < cut.chunks(); chunk++) {
            AudioChunk record = AudioChunk.newBuilder()
                    .setSourceId(source)
                    .setEpochId("e")
                    .setSequence(chunk)
                    .setFirstSample((long) chunk * cut.chunkSamples())
                    .setCapturedAt(START)
                    .setSampleRateHz(cut.rateHz())
                    .setEncoding(AudioEncoding.PCM_S16LE)
                    .setSamples(cut.chunk(chunk))
                    .setEndOfStream(chunk == cut.chunks() - 1)
                    .build();
            audio.pipeInput(source.getBytes(UTF_8), serde.encode(record), START);
            driver.advanceWallClockTime(Duration.ofMillis(30));
        }
    }
}
