package org.earshot.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.earshot.app.Main;
import org.earshot.app.config.Config;
import org.earshot.app.setup.EmbeddedBroker;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ShippedModels;
import org.earshot.core.model.Thresholds;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.AudioEncoding;
import org.earshot.streams.framing.SingleObjectSerde;
import org.earshot.streams.topology.Topics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A yard with a dog in it, in a topic and in a file, that nobody wants to hear of. */
@Tag("integration")
class CalibrateCommandTest {
    private static final int RATE_HZ = 16_000;
    private static final int SECONDS = 50;
    private static final Manifest MODEL = ShippedModels.open("light").manifest();
    private static final int DOG = MODEL.labels().indexOf("dog");
    private static final String REVIEWS = "earshot.reviews";
    /** Long enough ago that all was heard by now, not so long that the topic would drop it. */
    private static final Instant START =
            Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(600);

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static Path recording;

    private record Run(int exit, String out, String err) {
        /** Alarms of the label before and after. */
        List<Integer> alarms(String label) {
            String row = out.lines()
                    .filter(line -> line.startsWith(label + " "))
                    .findFirst()
                    .orElseThrow();
            String[] cells = row.split(" +");
            return List.of(Integer.valueOf(cells[1]), Integer.valueOf(cells[2]));
        }
    }

    @BeforeAll
    static void record() throws Exception {
        recording = folder.resolve("dog_1.flac");
        try (InputStream in = Main.class.getResourceAsStream("/org/earshot/demo/dog_1.flac")) {
            Files.copy(in, recording);
        }
        broker = EmbeddedBroker.start(0, folder.resolve("data"));
        createAudio(Topics.DEFAULT.audio());
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(REVIEWS, 1, (short) 1)))
                    .all()
                    .get();
            Topics.DEFAULT.create(admin, 2, Optional.of((short) 1));
        }
        send(Topics.DEFAULT.audio(), "yard-1", START, true);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void shouldSilenceThePlacesOwnSoundForAGroupOfSources() throws Exception {
        Path settings = folder.resolve("yards.yaml");

        Run run = calibrate(settings, "--sources", "yard-*");

        assertThat(run.exit).as(run.err).isZero();
        assertThat(run.alarms("dog").get(0)).isPositive();
        assertThat(run.alarms("dog").get(1)).isZero();
        Config config = Config.load(settings, Map.of(), Map.of());
        Thresholds own = MODEL.thresholds().get(DOG);
        assertThat(config.thresholds().inForce(MODEL, "yard-1").get(DOG).gate()).isGreaterThan(own.gate());
        assertThat(config.thresholds().inForce(MODEL, "hall").get(DOG)).isEqualTo(own);
        assertThat(folder.resolve("yards.png")).isNotEmptyFile();
        try (Stream<Path> examples = Files.list(folder.resolve("yards-examples"))) {
            List<Path> dogs = examples.filter(
                            file -> file.getFileName().toString().contains("dog-1-yard-1"))
                    .toList();
            assertThat(dogs).hasSize(1);
            float[] sound = AudioFiles.readMono(dogs.get(0), RATE_HZ);
            assertThat(sound.length).isBetween(RATE_HZ / 2, 12 * RATE_HZ);
            assertThat(peak(sound)).isGreaterThan(0.05f);
        }
        assertThat(run.err).contains("earshot replay --from " + START).contains("--config " + settings);
    }

    @Test
    void shouldRefuseTimesAndTopicsForRecordings() throws Exception {
        Run run = calibrate(folder.resolve("times.yaml"), folder.toString());

        assertThat(run.exit).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err).contains("--from: is for the audio topic");
    }

    @Test
    void shouldNotRaiseALabelWhoseEventsSomebodyConfirmed() throws Exception {
        review("dog", true);

        Run run = calibrate(folder.resolve("reviewed.yaml"), "--reviewed");

        assertThat(run.exit).as(run.err).isZero();
        assertThat(run.alarms("dog").get(0)).isZero();
        assertThat(run.out).contains("confirmed kept");
    }

    @Test
    void shouldHearAllOfASourceThatRestartsItsCountUnderTheOldName() throws Exception {
        Path settings = folder.resolve("shed.yaml");
        Instant again = START.plusSeconds(SECONDS);
        createAudio("sheds");
        send("sheds", "shed", START, false);
        send("sheds", "shed", again, true);

        Run both = calibrate(START, SECONDS * 2, settings, "--topic", "sheds");
        Run second = calibrate(again, SECONDS, folder.resolve("shed-again.yaml"), "--topic", "sheds");

        assertThat(both.exit).as(both.err).isZero();
        assertThat(second.exit).as(second.err).isZero();
        assertThat(both.alarms("dog").get(0)).isGreaterThan(second.alarms("dog").get(0));
        try (Stream<Path> examples = Files.list(folder.resolve("shed-examples"))) {
            assertThat(examples.toList())
                    .isNotEmpty()
                    .allSatisfy(file ->
                            assertThat(AudioFiles.readMono(file, RATE_HZ)).hasSizeGreaterThan(RATE_HZ / 2));
        }
    }

    @Test
    void shouldSayWhatWasLeftOut() throws Exception {
        createAudio("cellars");
        send("cellars", "cellar", START, true);
        try (var producer = producer()) {
            byte[] key = "cellar".getBytes(UTF_8);
            producer.send(new ProducerRecord<>(
                    "cellars", null, START.plusSeconds(SECONDS).toEpochMilli(), key, new byte[] {1, 2, 3}));
        }

        Run run = calibrate(folder.resolve("cellar.yaml"), "--topic", "cellars");

        assertThat(run.exit).as(run.err).isZero();
        assertThat(run.err).contains("left out 1 records that the detector refuses");
    }

    @Test
    void shouldHearRecordingsAsWell() throws Exception {
        Path settings = folder.resolve("file.yaml");

        Run run = run(List.of(
                "calibrate",
                recording.toString(),
                "--model",
                "light",
                "--output",
                settings.toString(),
                "--max-alarms",
                "1/hour",
                "--sensitivity",
                "sensitive"));

        assertThat(run.exit).as(run.err).isZero();
        assertThat(Config.load(settings, Map.of(), Map.of()).detection().sensitivity())
                .isEqualTo("sensitive");
        assertThat(run.alarms("dog").get(1)).isZero();
        assertThat(Config.load(settings, Map.of(), Map.of())
                        .thresholds()
                        .inForce(MODEL, "any")
                        .get(DOG)
                        .gate())
                .isGreaterThan(MODEL.thresholds().get(DOG).gate());
    }

    @Test
    void shouldSayInOneLineWhatIsWrong() {
        Path settings = folder.resolve("wrong.yaml");

        assertRefused(calibrate(settings, "--max-alarms", "often"), "write it as 1/day");
        assertRefused(calibrate(folder.resolve("wrong.txt")), "must end in .yaml");
        assertRefused(calibrate(settings, "--sources", "garage-*"), "holds no sound of these sources");
        assertThat(settings).doesNotExist();
    }

    private static void assertRefused(Run run, String words) {
        assertThat(run.exit).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err.lines()).singleElement().asString().contains(words);
    }

    private static Run calibrate(Path settings, String... more) {
        return calibrate(START, SECONDS, settings, more);
    }

    private static Run calibrate(Instant from, int seconds, Path settings, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "calibrate",
                "--from",
                from.toString(),
                "--to",
                from.plusSeconds(seconds + 1).toString(),
                "--model",
                "light",
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--output",
                settings.toString()));
        if (!Arrays.asList(more).contains("--max-alarms")) {
            arguments.addAll(List.of("--max-alarms", "1/hour"));
        }
        arguments.addAll(Arrays.asList(more));
        return run(arguments);
    }

    private static Run run(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
        return new Run(exit, out.toString(), err.toString());
    }

    private static void createAudio(String topic) throws Exception {
        try (Admin admin = admin()) {
            // The records' own times, so that the sound seems to have come at its own speed.
            NewTopic audio = new NewTopic(topic, 2, (short) 1)
                    .configs(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime"));
            admin.createTopics(List.of(audio)).all().get();
        }
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", (Object) broker.bootstrapServers()));
    }

    private static void send(String topic, String source, Instant start, boolean end) {
        float[] dog = AudioFiles.readMono(recording, RATE_HZ);
        var serde = SingleObjectSerde.audioChunk();
        try (var producer = producer()) {
            for (int from = 0; from < SECONDS * RATE_HZ; from += RATE_HZ / 2) {
                ByteBuffer bytes = ByteBuffer.allocate(RATE_HZ).order(ByteOrder.LITTLE_ENDIAN);
                for (int n = from; n < from + RATE_HZ / 2; n++) {
                    int at = n % (dog.length + RATE_HZ);
                    bytes.putShort((short) (at < dog.length ? 32_000 * dog[at] : 0));
                }
                Instant time = start.plus(from * 1_000_000L / RATE_HZ, ChronoUnit.MICROS);
                AudioChunk chunk = AudioChunk.newBuilder()
                        .setSourceId(source)
                        .setEpochId("e")
                        .setSequence(from / (RATE_HZ / 2))
                        .setFirstSample(from)
                        .setCapturedAt(time)
                        .setSampleRateHz(RATE_HZ)
                        .setChannels(1)
                        .setEncoding(AudioEncoding.PCM_S16LE)
                        .setSamples(bytes.flip())
                        .setEndOfStream(end && from + RATE_HZ / 2 == SECONDS * RATE_HZ)
                        .build();
                producer.send(new ProducerRecord<>(
                        topic, null, time.toEpochMilli(), source.getBytes(UTF_8), serde.encode(chunk)));
            }
        }
    }

    /** Of all that was heard in the yard. */
    private static void review(String label, boolean verdict) {
        String json = String.format(
                "{\"event_id\":\"1\",\"source_id\":\"yard-1\",\"epoch_id\":\"e\",\"label\":\"%s\",\"onset_sample\":0,"
                        + "\"offset_sample\":%d,\"verdict\":%s}",
                label, SECONDS * RATE_HZ, verdict);
        try (var producer = producer()) {
            producer.send(new ProducerRecord<>(REVIEWS, "yard-1".getBytes(UTF_8), json.getBytes(UTF_8)));
        }
    }

    private static KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static float peak(float[] sound) {
        float peak = 0;
        for (float sample : sound) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }
}
