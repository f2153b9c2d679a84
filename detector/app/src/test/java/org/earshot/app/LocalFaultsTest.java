package org.earshot.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.earshot.app.config.Config;
import org.earshot.app.setup.DetectorSetup;
import org.earshot.app.setup.EmbeddedBroker;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.live.BandNetwork;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Manifest;
import org.earshot.schema.AudioChunk;
import org.earshot.streams.framing.SingleObjectSerde;
import org.earshot.streams.topology.DetectorStreams;
import org.earshot.streams.topology.Microphone;
import org.earshot.streams.topology.Sound;
import org.earshot.streams.topology.Topics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong on a detector's own machine, beside a real broker that is well: each fault has its own words. */
@Tag("integration")
class LocalFaultsTest {
    private static final int RATE = 16_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static MaskNetwork network;

    @BeforeAll
    static void startBroker() throws Exception {
        network = new BandNetwork();
        broker = EmbeddedBroker.start(0, folder.resolve("kafka"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) broker.bootstrapServers()))) {
            Topics.DEFAULT.create(admin, 1, Optional.empty());
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
        network.close();
    }

    @Test
    void shouldRestoreDamagedFilesFromTheChangelog() throws Exception {
        Map<String, String> settings =
                Map.of("streams.application.id", "damaged", "streams.state.dir", path("damaged"));
        SimpleMeterRegistry first = new SimpleMeterRegistry();
        try (DetectorStreams detector = start(settings, first)) {
            send("door", 3);
            EarshotProcess.Waiting.until(() -> first.counter("earshot.blocks").count() > 0, "a scored block");
        }
        assertThat(damage(folder.resolve("damaged"))).isGreaterThan(3);

        try (DetectorStreams detector = start(settings, new SimpleMeterRegistry())) {
            assertThat(detector.awaitRunning(PATIENCE)).isTrue();
            assertThat(detector.fault()).isEmpty();
        }
    }

    @Test
    void shouldSayThatTheFolderIsTaken() throws Exception {
        Map<String, String> settings = Map.of(
                "streams.application.id", "folder",
                "streams.state.dir", path("folder"),
                "streams.group.instance.id", "a");
        try (DetectorStreams detector = start(settings, new SimpleMeterRegistry())) {
            Map<String, String> other = new HashMap<>(settings);
            other.put("streams.group.instance.id", "b");

            assertThatThrownBy(() -> start(other, new SimpleMeterRegistry()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("another detector works in " + path("folder"));
            assertThat(detector.awaitRunning(PATIENCE)).isTrue();
        }
    }

    @Test
    void shouldSayThatTheNameIsTaken() throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(
                "streams.application.id", "name",
                "streams.state.dir", path("name-1"),
                "streams.group.instance.id", "pod-0"));
        try (DetectorStreams first = start(settings, new SimpleMeterRegistry())) {
            assertThat(first.awaitRunning(PATIENCE)).isTrue();
            settings.put("streams.state.dir", path("name-2"));

            try (DetectorStreams second = start(settings, new SimpleMeterRegistry())) {
                // Work makes the first one notice.
                send("hall", 2);
                EarshotProcess.Waiting.until(first::isDead, "the end of the first");

                assertThat(first.fault().orElseThrow())
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("under the name pod-0");
            }
        }
    }

    @Test
    void shouldStayAMemberUnderANameThatWasGivenUntilItIsBack() throws Exception {
        Map<String, String> settings = Map.of(
                "streams.application.id", "stays",
                "streams.state.dir", path("stays"),
                "streams.group.instance.id", "pod-7");
        runOnce(settings);

        List<String> before = members("stays");
        runOnce(settings);

        assertThat(before).singleElement().asString().startsWith("pod-7");
        assertThat(members("stays")).isEqualTo(before);
    }

    @Test
    void shouldLeaveTheGroupWhereNobodyGaveItAName() throws Exception {
        runOnce(Map.of("streams.application.id", "leaves", "streams.state.dir", path("leaves")));

        assertThat(members("leaves")).isEmpty();
    }

    private static void runOnce(Map<String, String> settings) throws Exception {
        try (DetectorStreams detector = start(settings, new SimpleMeterRegistry())) {
            assertThat(detector.awaitRunning(PATIENCE)).isTrue();
        }
    }

    /** The static names of a group's members. */
    private static List<String> members(String group) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) broker.bootstrapServers()))) {
            return admin.describeConsumerGroups(List.of(group)).all().get().get(group).members().stream()
                    .map(member -> member.groupInstanceId().orElse("none"))
                    .toList();
        }
    }

    @Test
    void shouldNoticeAThreadThatHangsAndLeaveOpenWhatItUses() throws Exception {
        HangingNetwork hanging = new HangingNetwork(network);
        Map<String, String> settings = Map.of("streams.application.id", "hangs", "streams.state.dir", path("hangs"));
        DetectorStreams detector = start(settings, hanging, new SimpleMeterRegistry());
        try {
            send("gate", 3);
            assertThat(hanging.reached.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();

            EarshotProcess.Waiting.until(
                    () -> detector.heartbeat()
                            .longestSilence()
                            .filter(silence -> silence.time().toMillis() > 500)
                            .isPresent(),
                    "silence");
            detector.close(Duration.ofMillis(500));

            assertThat(detector.isDead()).isTrue();
            assertThat(detector.isReleased()).isFalse();
        } finally {
            hanging.goOn.countDown();
        }
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    private static DetectorStreams start(Map<String, String> more, SimpleMeterRegistry registry) {
        return start(more, network, registry);
    }

    private static DetectorStreams start(Map<String, String> more, MaskNetwork network, SimpleMeterRegistry registry) {
        Map<String, String> sets = new HashMap<>(more);
        sets.put("kafka.bootstrap.servers", broker.bootstrapServers());
        sets.put("streams.num.stream.threads", "1");
        sets.put("streams.commit.interval.ms", "100");
        Config config = Config.load(null, Map.of(), sets);
        return DetectorStreams.start(
                DetectorSetup.settings(config, network), network, registry, DetectorSetup.properties(config), 16 << 20);
    }

    private static void send(String source, int seconds) throws Exception {
        var serde = SingleObjectSerde.audioChunk();
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (AudioChunk chunk : new Microphone(source, "e", Sound.noise(RATE, seconds, 1)).chunks(RATE / 2)) {
                producer.send(new ProducerRecord<>(Topics.DEFAULT.audio(), source.getBytes(UTF_8), serde.encode(chunk)))
                        .get();
            }
        }
    }

    /** @return number of files of RocksDB that were made unreadable */
    private static int damage(Path state) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(state)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("rocksdb"))
                    .filter(file -> !file.endsWith("LOCK"))
                    .toList();
        }
        for (Path file : files) {
            Files.writeString(file, "damaged");
        }
        return files.size();
    }

    /** Comes back from no call until it is told to. */
    private static final class HangingNetwork implements MaskNetwork {
        private final MaskNetwork inner;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        private HangingNetwork(MaskNetwork inner) {
            this.inner = inner;
        }

        @Override
        public Manifest manifest() {
            return inner.manifest();
        }

        @Override
        public String sha256() {
            return inner.sha256();
        }

        @Override
        public String device() {
            return inner.device();
        }

        @Override
        public Scores score(float[] logMel, int batch, int frames) {
            reached.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return inner.score(logMel, batch, frames);
        }

        @Override
        public float[] masks(float[] logMel, int frames) {
            return inner.masks(logMel, frames);
        }

        @Override
        public void close() {}
    }
}
