package org.earshot.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.earshot.app.Main;
import org.earshot.app.setup.EmbeddedBroker;
import org.earshot.core.audio.PcmDecoder;
import org.earshot.core.audio.SampleFormat;
import org.earshot.core.audio.WavWriter;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.audio.flac.FlacBytes;
import org.earshot.core.files.ExitCodes;
import org.earshot.edges.feed.ChunkSender;
import org.earshot.edges.feed.EpochPublisher;
import org.earshot.edges.feed.Pace;
import org.earshot.edges.feed.SourceHealth;
import org.earshot.edges.feed.WireEncoding;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.AudioEncoding;
import org.earshot.streams.framing.SingleObjectSerde;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker. */
@Tag("integration")
@Timeout(120)
class PublishCommandTest {
    private static EmbeddedBroker broker;

    private final InputStream standardInput = System.in;
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = EmbeddedBroker.start();
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of("plain", "flac", "stdin", "stop", "clock", "pipe", "notes", "folder").stream()
                            .map(name -> new NewTopic(name, Optional.of(1), Optional.of((short) 1)))
                            .toList())
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @AfterEach
    void restoreStandardInput() {
        System.setIn(standardInput);
    }

    @Test
    void shouldSendARecordingWithoutLoss() throws IOException {
        float[] noise = noise(20_000);
        WavWriter.write(folder.resolve("gate.wav"), 16_000, SampleFormat.S16LE, noise);

        int code = publish("plain", "--fast", folder.resolve("gate.wav").toString());

        List<AudioChunk> chunks = read("plain", 4);
        assertThat(code).isZero();
        assertThat(err.toString()).isEqualTo("gate: 1.3 s at 16000 Hz" + System.lineSeparator());
        assertThat(chunks).extracting(AudioChunk::getEncoding).containsOnly(AudioEncoding.PCM_S16LE);
        assertThat(samples(chunks)).isEqualTo(noise);
        assertThat(chunks.get(3).getEndOfStream()).isTrue();
    }

    @Test
    void shouldSendAFolderAsFlacOneRecordingAfterAnother() throws IOException {
        float[] noise = noise(8_000);
        WavWriter.write(folder.resolve("b.wav"), 16_000, SampleFormat.S16LE, noise);
        WavWriter.write(folder.resolve("a.wav"), 16_000, SampleFormat.S16LE, noise);
        Files.writeString(folder.resolve("notes.txt"), "not sent");

        int code = publish("flac", "--fast", "--encoding", "flac", "--source", "yard", folder.toString());

        List<AudioChunk> chunks = read("flac", 4);
        assertThat(code).isZero();
        assertThat(chunks.get(0).getEncoding()).isEqualTo(AudioEncoding.FLAC);
        assertThat(samples(chunks.subList(0, 2))).isEqualTo(noise);
        assertThat(chunks).extracting(c -> c.getSourceId().toString()).containsOnly("yard");
        assertThat(chunks.get(2).getEpochId()).isNotEqualTo(chunks.get(0).getEpochId());
    }

    @Test
    void shouldSendTheOtherRecordingsOfAFolderBesideOneThatIsNoSound() throws IOException {
        Files.writeString(folder.resolve("a.wav"), "no sound at all");
        WavWriter.write(folder.resolve("b.wav"), 8_000, SampleFormat.S16LE, noise(400));

        assertThat(publish("folder", "--fast", "--source", "yard", folder.toString()))
                .isEqualTo(ExitCodes.DATA);

        assertThat(err.toString()).contains("a.wav: is no WAV, FLAC or MP3 file");
        assertThat(samples(read("folder", 1))).hasSize(400);
    }

    @Test
    void shouldSendAllThatComesThroughAPipe() throws Exception {
        float[] noise = noise(20_000);
        Path whole = folder.resolve("whole.wav");
        WavWriter.write(whole, 16_000, SampleFormat.S16LE, noise);
        Path pipe = folder.resolve("gate");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Process writer = new ProcessBuilder("cp", whole.toString(), pipe.toString()).start();

        int code = publish("pipe", "--fast", pipe.toString());

        assertThat(code).isZero();
        assertThat(samples(read("pipe", 4))).isEqualTo(noise);
        assertThat(writer.waitFor()).isZero();
    }

    @Test
    void shouldSayWhatIsToBeKnownOfARecordingThatIsDamagedToo() throws IOException {
        float[] noise = noise(20_000);
        Path file = folder.resolve("gate.wav");
        try (var out = Files.newOutputStream(file)) {
            // Two channels that cancel each other out, and an end that is missing.
            var data = ByteBuffer.allocate(4 * noise.length).order(ByteOrder.LITTLE_ENDIAN);
            for (float sample : noise) {
                data.putShort((short) (sample * 16_000)).putShort((short) (-sample * 16_000));
            }
            var head = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
            head.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(100_036);
            head.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
            head.putShort((short) 1).putShort((short) 2).putInt(16_000).putInt(64_000);
            head.putShort((short) 4).putShort((short) 16);
            head.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(100_000);
            out.write(head.array());
            out.write(data.array());
        }

        int code = publish("notes", "--fast", file.toString());

        assertThat(code).isEqualTo(ExitCodes.DATA);
        assertThat(err.toString())
                .contains("gate.wav: its channels cancel each other out")
                .contains("cut off");
    }

    @Test
    void shouldSendRawPcmFromStandardInput() {
        System.setIn(new ByteArrayInputStream(new byte[4 * 8_000]));

        int code = publish("stdin", "--source", "mic", "--rate", "8000", "--channels", "2", "-");

        List<AudioChunk> chunks = read("stdin", 3);
        assertThat(code).isZero();
        assertThat(samples(chunks)).hasSize(8_000);
        assertThat(chunks).extracting(AudioChunk::getSampleRateHz).containsOnly(8_000);
    }

    @Test
    void shouldSendWhatItHasAndTheEndIfItIsStoppedWhileStandardInputIsSilent() throws Exception {
        Process recorder = new ProcessBuilder("sh", "-c", "head -c 24000 /dev/zero; sleep 100").start();
        System.setIn(recorder.getInputStream());
        Thread publisher = new Thread(() -> publish("stop", "--fast", "--source", "mic", "--rate", "8000", "-"));
        publisher.start();
        List<AudioChunk> chunks = read("stop", 1);

        publisher.interrupt();

        publisher.join(Duration.ofSeconds(20).toMillis());
        recorder.destroy();
        assertThat(publisher.isAlive()).isFalse();
        chunks = read("stop", 4);
        assertThat(samples(chunks)).hasSize(12_000);
        assertThat(chunks.get(3).getEndOfStream()).isTrue();
    }

    @Test
    void shouldSayThatTheClockIsAheadInsteadOfLosingTheSoundInSilence() throws IOException {
        WavWriter.write(folder.resolve("a.wav"), 16_000, SampleFormat.S16LE, noise(16_000));
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
        var health = new SourceHealth("gate");
        var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());

        try (var sender = new ChunkSender(producer, "clock", ahead)) {
            new EpochPublisher(sender, health, WireEncoding.PCM, Duration.ofMillis(500), ahead)
                    .publish(AudioFiles.open(folder.resolve("a.wav")), Pace.FAST);
            sender.flush();
        }

        assertThat(health.sent()).isZero();
        assertThat(health.refused()).isEqualTo(3);
        assertThat(health.note()).contains("more than an hour ahead");
    }

    @Test
    void shouldRefuseInOneLineWhatCannotWork() throws IOException {
        Path text = Files.writeString(folder.resolve("a.wav"), "this is no sound");

        assertRefused(5, "no such file", "--fast", folder.resolve("no.wav").toString());
        assertRefused(5, "is no WAV, FLAC or MP3 file", "--fast", text.toString());
        assertRefused(2, "- needs --source and --rate", "-");
        assertRefused(2, "--chunk-ms must lie in 10..1000", "--chunk-ms", "2000", text.toString());
        String done = folder.resolve("done").toString();
        assertRefused(2, "--move-to belongs to --watch", "--move-to", done, "--source", "s", folder.toString());
        assertRefused(2, "exclude each other", "--watch", "--loop", "--source", "s", folder.toString());
        assertRefused(2, "--loop for a recording", "--loop", "--source", "s", "rtsp://camera/1");
        assertRefused(2, "--fast is for recordings", "--fast", "--source", "s", "rtsp://camera/1");
        assertRefused(2, "with --sources the file names", "--source", "s", "--sources", text.toString());
        assertRefused(2, "--watch needs a folder", "--watch", "--source", "s", text.toString());
    }

    @Test
    void shouldSayThatKafkaCannotBeReachedOrHasNoSuchTopic() throws IOException {
        WavWriter.write(folder.resolve("a.wav"), 16_000, SampleFormat.S16LE, noise(100));

        int code = publish(
                "no-such-topic",
                "--kafka",
                "max.block.ms=500",
                folder.resolve("a.wav").toString());

        assertThat(code).isEqualTo(2);
        assertThat(err.toString())
                .contains("no-such-topic")
                .contains("--create-topics")
                .hasLineCount(1);
    }

    private void assertRefused(int code, String reason, String... arguments) {
        err.getBuffer().setLength(0);

        assertThat(publish("plain", arguments)).isEqualTo(code);

        assertThat(err.toString()).startsWith("earshot: ").contains(reason).hasLineCount(1);
    }

    private int publish(String topic, String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("publish", "--bootstrap-servers", broker.bootstrapServers(), "--topic", topic));
        all.addAll(List.of(arguments));
        return Main.commandLine().setErr(new PrintWriter(err)).execute(all.toArray(String[]::new));
    }

    private static List<AudioChunk> read(String topic, int count) {
        var serde = SingleObjectSerde.audioChunk();
        List<AudioChunk> chunks = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partition = List.of(new TopicPartition(topic, 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            while (chunks.size() < count) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    AudioChunk chunk = serde.decode(record.value());
                    assertThat(new String(record.key(), StandardCharsets.UTF_8))
                            .isEqualTo(chunk.getSourceId().toString());
                    chunks.add(chunk);
                }
            }
        }
        return chunks;
    }

    private static float[] samples(List<AudioChunk> chunks) {
        float[] all = new float[1 << 16];
        int length = 0;
        for (AudioChunk chunk : chunks) {
            if (!chunk.getSamples().hasRemaining()) {
                continue;
            }
            float[] part;
            if (chunk.getEncoding() == AudioEncoding.FLAC) {
                part = FlacBytes.decode(chunk.getSamples()).mono();
            } else {
                part = new float[PcmDecoder.samplesIn(chunk.getSamples().remaining(), SampleFormat.S16LE, 1)];
                PcmDecoder.decode(chunk.getSamples(), SampleFormat.S16LE, 1, part);
            }
            System.arraycopy(part, 0, all, length, part.length);
            length += part.length;
        }
        return Arrays.copyOf(all, length);
    }

    private static float[] noise(int samples) {
        var random = new Random(4);
        float[] noise = new float[samples];
        for (int n = 0; n < samples; n++) {
            noise[n] = (short) (random.nextGaussian() * 3_000) / 32768f;
        }
        return noise;
    }
}
