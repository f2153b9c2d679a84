package org.earshot.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.earshot.app.EarshotProcess;
import org.earshot.app.Main;
import org.earshot.app.config.Config;
import org.earshot.app.config.ConfiguredNetwork;
import org.earshot.app.setup.DetectorSetup;
import org.earshot.app.setup.EmbeddedBroker;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.AudioEncoding;
import org.earshot.streams.framing.SingleObjectSerde;
import org.earshot.streams.topology.DetectorStreams;
import org.earshot.streams.topology.Topics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shipped recordings in a topic, the detector's events beside them, and candidates that hear them again. */
@Tag("integration")
class ReplayCommandTest {
    /** Long enough ago that all was heard by now, not so long that the topic would drop it. */
    private static final Instant START =
            Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(600);

    private static final int SECONDS = 150;
    private static final String APPLICATION = "replayed";

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;

    private record Run(int exit, String out, String err, JsonNode json) {
        long count(String kind) {
            long sum = 0;
            for (JsonNode row : json.get("counts")) {
                sum += row.get(kind).asLong();
            }
            return sum;
        }
    }

    @BeforeAll
    static void hear() throws Exception {
        broker = EmbeddedBroker.start(0, folder.resolve("data"));
        List<AudioChunk> chunks = new ArrayList<>();
        chunks.addAll(chunks("yard", 16_000, List.of("dog_1.flac", "alarm_clock_1.flac")));
        chunks.addAll(chunks("street", 44_100, List.of("car_horn_1.flac", "glass_breaking_1.flac")));
        chunks.sort(Comparator.comparing(AudioChunk::getCapturedAt));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) broker.bootstrapServers()))) {
            // The records' own times, so that the sound seems to have come at its own speed.
            NewTopic audio = new NewTopic(Topics.DEFAULT.audio(), 2, (short) 1)
                    .configs(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime"));
            admin.createTopics(List.of(audio)).all().get();
            Topics.DEFAULT.create(admin, 2, Optional.of((short) 1));
            send(chunks);
            Config config = Config.load(
                    null,
                    Map.of(),
                    Map.of(
                            "earshot.model",
                            "light",
                            "kafka.bootstrap.servers",
                            broker.bootstrapServers(),
                            "streams.application.id",
                            APPLICATION,
                            "streams.state.dir",
                            folder.resolve("state").toString(),
                            "streams.commit.interval.ms",
                            "100"));
            SimpleMeterRegistry meters = new SimpleMeterRegistry();
            try (MaskNetwork network = ConfiguredNetwork.open(config);
                    DetectorStreams detector = DetectorStreams.start(
                            DetectorSetup.settings(config, network),
                            network,
                            meters,
                            DetectorSetup.properties(config),
                            config.state().memoryBytes())) {
                EarshotProcess.Waiting.until(
                        () -> meters.get("earshot.sources")
                                        .tag("state", "ended")
                                        .gauge()
                                        .value()
                                == 2,
                        "the end of both sources");
                assertThat(detector.fault()).isEmpty();
            }
        }
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void shouldFindNoDifferenceWithTheModelThatWasHeard() throws Exception {
        Run run = replay(START, START.plusSeconds(SECONDS + 1));

        assertThat(run.exit).as(run.err).isZero();
        assertThat(run.out).contains("no difference");
        assertThat(run.count("kept")).isGreaterThan(10);
        assertThat(run.json.get("same").asBoolean()).isTrue();
        assertThat(run.json.get("changes")).hasSize((int) run.count("kept"));
        assertThat(run.json.get("seconds").asDouble()).isEqualTo(2.0 * SECONDS);
    }

    @Test
    void shouldFindNoDifferenceWhereTheSpanBeginsInsideAnEpoch() throws Exception {
        Run run = replay(START.plusSeconds(101), START.plusSeconds(140));

        assertThat(run.exit).as(run.err).isZero();
        assertThat(run.out).contains("no difference");
        assertThat(run.count("kept")).isPositive();
        assertThat(run.json.get("seconds").asDouble()).isLessThan(2.0 * 41);
    }

    @Test
    void shouldListWhatIsGoneUnderHigherThresholds() throws Exception {
        Run run = replay(START, START.plusSeconds(SECONDS + 1), "--set", "earshot.threshold.dog.gate=0.999999");

        assertThat(run.exit).as(run.err).isZero();
        assertThat(run.out).contains("gone dog yard ");
        assertThat(run.count("new") + run.count("moved")).isZero();
        assertThat(run.count("gone")).isPositive();
        assertThat(run.count("kept")).isPositive();
    }

    @Test
    void shouldShowWhatACalibrationWouldSilenceBeforeItGoesLive() throws Exception {
        Path calibrated = folder.resolve("yard.yaml");
        StringWriter err = new StringWriter();
        int exit = Main.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err))
                .execute(
                        "calibrate",
                        "--from",
                        START.toString(),
                        "--to",
                        START.plusSeconds(SECONDS + 1).toString(),
                        "--sources",
                        "yard",
                        "--max-alarms",
                        "1/hour",
                        "--model",
                        "light",
                        "--bootstrap-servers",
                        broker.bootstrapServers(),
                        "--output",
                        calibrated.toString());
        assertThat(exit).as(err.toString()).isZero();

        Run run = replay(START, START.plusSeconds(SECONDS + 1), "--config", calibrated.toString());

        assertThat(run.exit).as(run.err).isZero();
        assertThat(run.out).contains("gone dog yard ").doesNotContainPattern("gone .* street ");
        assertThat(run.count("new") + run.count("moved")).isZero();
        assertThat(run.count("kept")).isPositive();
    }

    @Test
    void shouldSayInOneLineWhatIsWrong() throws Exception {
        assertRefused(replay(START.plusSeconds(5), START), "give the earlier time as --from");
        assertRefused(replay(START.minusSeconds(7_200), START.minusSeconds(3_600)), "earshot.audio holds no sound");
        assertRefused(replay(START, START.plusSeconds(9), "--events-topic", "none"), "topic none does not exist");
        assertRefused(replay(START, START.plusSeconds(9), "--topic", "none"), "topic none does not exist");
    }

    private static void assertRefused(Run run, String words) {
        assertThat(run.exit).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err.lines()).singleElement().asString().contains(words);
    }

    private static Run replay(Instant from, Instant to, String... more) throws Exception {
        Path json = Files.createTempFile(folder, "replay", ".json");
        List<String> arguments = new ArrayList<>(List.of(
                "replay",
                "--from",
                from.toString(),
                "--to",
                to.toString(),
                "--model",
                "light",
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--json",
                json.toString()));
        arguments.addAll(Arrays.asList(more));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
        JsonNode found = new ObjectMapper().readTree(Files.readString(json));
        return new Run(exit, out.toString(), err.toString(), found);
    }

    /** The recordings one after the other, over and over, half a second a chunk, written when they were heard. */
    private static List<AudioChunk> chunks(String source, int rateHz, List<String> recordings) throws Exception {
        short[] sound = new short[SECONDS * rateHz];
        int at = 0;
        for (int n = 0; at < sound.length; n++) {
            for (float sample : read(recordings.get(n % recordings.size()), rateHz)) {
                if (at < sound.length) {
                    sound[at++] = (short) Math.round(sample * 32_000);
                }
            }
            at += 2 * rateHz;
        }
        List<AudioChunk> chunks = new ArrayList<>();
        for (int from = 0; from < sound.length; from += rateHz / 2) {
            int to = Math.min(sound.length, from + rateHz / 2);
            ByteBuffer bytes = ByteBuffer.allocate(2 * (to - from)).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asShortBuffer().put(sound, from, to - from);
            chunks.add(AudioChunk.newBuilder()
                    .setSourceId(source)
                    .setEpochId("e")
                    .setSequence(chunks.size())
                    .setFirstSample(from)
                    .setCapturedAt(START.plus(from * 1_000_000L / rateHz, ChronoUnit.MICROS))
                    .setSampleRateHz(rateHz)
                    .setChannels(1)
                    .setEncoding(AudioEncoding.PCM_S16LE)
                    .setSamples(bytes)
                    .setEndOfStream(to == sound.length)
                    .build());
        }
        return chunks;
    }

    private static float[] read(String name, int rateHz) throws Exception {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            try (var in = Main.class.getResourceAsStream("/org/earshot/demo/" + name)) {
                Files.copy(in, file);
            }
        }
        return AudioFiles.readMono(file, rateHz);
    }

    private static void send(List<AudioChunk> chunks) {
        var serde = SingleObjectSerde.audioChunk();
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (AudioChunk chunk : chunks) {
                producer.send(new ProducerRecord<>(
                        Topics.DEFAULT.audio(),
                        null,
                        chunk.getCapturedAt().toEpochMilli(),
                        chunk.getSourceId().getBytes(UTF_8),
                        serde.encode(chunk)));
            }
        }
    }
}
