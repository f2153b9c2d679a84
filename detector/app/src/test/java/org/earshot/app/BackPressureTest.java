package org.earshot.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.earshot.app.setup.EmbeddedBroker;
import org.earshot.core.capture.SourceLimits;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.live.BandNetwork;
import org.earshot.core.live.Batches;
import org.earshot.core.live.LiveSettings;
import org.earshot.core.model.Manifest;
import org.earshot.schema.AudioChunk;
import org.earshot.streams.framing.SingleObjectSerde;
import org.earshot.streams.topology.DetectorStreams;
import org.earshot.streams.topology.Microphone;
import org.earshot.streams.topology.Sound;
import org.earshot.streams.topology.StreamSettings;
import org.earshot.streams.topology.StreamsProperties;
import org.earshot.streams.topology.Topics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that send faster than the network can hear, beside a real broker. */
@Tag("integration")
class BackPressureTest {
    private static final int RATE = 16_000;
    private static final int SOURCES = 6;
    private static final int SECONDS = 40;
    private static final int MOST_WAITING = 8;
    private static final Duration BLOCK_COST = Duration.ofMillis(20);
    private static final String APPLICATION = "behind";
    private static final TopicPartition AUDIO = new TopicPartition(Topics.DEFAULT.audio(), 0);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @TempDir
    private Path folder;

    @Test
    void shouldLetTheLagGrowButNotTheMemoryAndCatchUp() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, folder.resolve("broker"));
                Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) broker.bootstrapServers()))) {
            Topics.DEFAULT.create(admin, 1, Optional.empty());
            try (DetectorStreams detector = detector(broker.bootstrapServers())) {
                EarshotProcess.Waiting.until(detector::isRunning, "a running detector");
                sendAll(broker.bootstrapServers());
                long mostLag = 0;
                double mostWaiting = 0;
                long give = System.nanoTime() + Duration.ofMinutes(3).toNanos();
                for (long lag = 1; lag > 0 && System.nanoTime() < give; lag = lag(admin)) {
                    mostLag = Math.max(mostLag, lag);
                    mostWaiting = Math.max(mostWaiting, gauge("earshot.blocks.waiting"));
                    LockSupport.parkNanos(50_000_000L);
                }

                assertThat(detector.isRunning()).isTrue();
                assertThat(lag(admin)).isZero();
                assertThat(mostLag).isGreaterThan(SOURCES * SECONDS / 2);
                assertThat(mostWaiting).isBetween(1.0, (double) MOST_WAITING);
            }
        }
        // One burst a source; the first of them waited for most of the work before it.
        var latency = registry.get("earshot.event.latency").timer();
        assertThat(latency.count()).isEqualTo(SOURCES);
        assertThat(latency.max(TimeUnit.MILLISECONDS)).isGreaterThan(1_000);
    }

    private DetectorStreams detector(String bootstrapServers) {
        MaskNetwork network = new SlowNetwork();
        StreamSettings settings = new StreamSettings(
                Topics.DEFAULT,
                new LiveSettings(
                        source -> DetectorSettings.of(network.manifest(), 10),
                        false,
                        new Batches(MOST_WAITING / 2, Duration.ofMillis(20), MOST_WAITING),
                        SourceLimits.of(Duration.ofSeconds(2), Duration.ofMinutes(5)),
                        Duration.ofSeconds(10)),
                Optional.empty());
        return DetectorStreams.start(
                settings,
                network,
                registry,
                StreamsProperties.of(
                        Map.of("bootstrap.servers", bootstrapServers),
                        Map.of(
                                "application.id",
                                APPLICATION,
                                "num.stream.threads",
                                "1",
                                "state.dir",
                                folder.resolve("state").toString()),
                        20),
                16 << 20);
    }

    private static void sendAll(String bootstrapServers) {
        var serde = SingleObjectSerde.audioChunk();
        Instant begin = Instant.now();
        List<List<AudioChunk>> sources = IntStream.range(0, SOURCES)
                .mapToObj(n -> new Microphone(
                                "mic-" + n, "e", Sound.noise(RATE, SECONDS, n).tone(600, 3, 6))
                        .chunks(RATE))
                .toList();
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", (Object) bootstrapServers),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int second = 0; second < SECONDS; second++) {
                for (List<AudioChunk> source : sources) {
                    AudioChunk chunk = source.get(second);
                    // As if all of it had been kept back and were sent now: delays count from here.
                    chunk.setCapturedAt(begin.minusSeconds(SECONDS - second));
                    producer.send(new ProducerRecord<>(
                            Topics.DEFAULT.audio(), chunk.getSourceId().getBytes(UTF_8), serde.encode(chunk)));
                }
            }
        }
    }

    private double gauge(String name) {
        var gauge = registry.find(name).gauge();
        return gauge == null ? 0 : gauge.value();
    }

    private static long lag(Admin admin) throws Exception {
        long end = admin.listOffsets(Map.of(AUDIO, OffsetSpec.latest()))
                .partitionResult(AUDIO)
                .get()
                .offset();
        var read = admin.listConsumerGroupOffsets(APPLICATION)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(AUDIO);
        return end - (read == null ? 0 : read.offset());
    }

    /** Takes its time for every block, as a network that is too large for its core does. */
    private static final class SlowNetwork implements MaskNetwork {
        private final MaskNetwork bands = new BandNetwork();

        @Override
        public Manifest manifest() {
            return bands.manifest();
        }

        @Override
        public String sha256() {
            return bands.sha256();
        }

        @Override
        public String device() {
            return bands.device();
        }

        @Override
        public Scores score(float[] logMel, int batch, int frames) {
            LockSupport.parkNanos(batch * BLOCK_COST.toNanos());
            return bands.score(logMel, batch, frames);
        }

        @Override
        public float[] masks(float[] logMel, int frames) {
            return bands.masks(logMel, frames);
        }

        @Override
        public void close() {
            bands.close();
        }
    }
}
