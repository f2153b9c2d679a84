package org.earshot.edges.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.SampleFormat;
import org.earshot.core.audio.SampleSource;
import org.earshot.core.audio.WavWriter;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.edges.feed.source.RawPcmSource;
import org.earshot.schema.AudioChunk;
import org.earshot.streams.framing.RecordFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochPublisherTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");

    private final MockProducer<byte[], byte[]> producer = producer(true);
    private final ChunkSender sender = new ChunkSender(producer, "earshot.audio", Clock.fixed(NOW, ZoneOffset.UTC));
    private final SourceHealth health = new SourceHealth("gate é");

    @TempDir
    private Path folder;

    @Test
    void shouldCutASoundIntoNumberedChunksAndMarkItsEnd() throws IOException {
        float[] noise = noise(5_000);

        publish(wav(noise, 4_000), Pace.FAST);

        List<AudioChunk> chunks = sent();
        assertThat(chunks).hasSize(4);
        assertThat(chunks).extracting(AudioChunk::getSequence).containsExactly(0L, 1L, 2L, 3L);
        assertThat(chunks).extracting(AudioChunk::getFirstSample).containsExactly(0L, 2_000L, 4_000L, 5_000L);
        assertThat(chunks).extracting(AudioChunk::getEndOfStream).containsExactly(false, false, false, true);
        assertThat(chunks).extracting(c -> c.getSamples().remaining()).containsExactly(4_000, 4_000, 2_000, 0);
        assertThat(chunks)
                .extracting(c -> c.getEpochId().toString())
                .containsOnly(chunks.get(0).getEpochId().toString());
        assertThat(chunks).extracting(AudioChunk::getSampleRateHz).containsOnly(4_000);
    }

    @Test
    void shouldTellTheTimeOfEachChunkFromItsSampleCount() throws IOException {
        publish(wav(noise(4_000), 4_000), Pace.FAST);

        assertThat(sent())
                .extracting(AudioChunk::getCapturedAt)
                .containsExactly(NOW, NOW.plusMillis(500), NOW.plusMillis(1_000));
    }

    @Test
    void shouldKeyRecordsByTheSourceInUtf8() throws IOException {
        publish(wav(noise(100), 4_000), Pace.FAST);

        assertThat(producer.history()).allSatisfy(record -> {
            assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("gate é");
            assertThat(record.timestamp()).isEqualTo(NOW.toEpochMilli());
            assertThat(record.topic()).isEqualTo("earshot.audio");
        });
    }

    @Test
    void shouldBeginANewEpochWithEverySound() throws IOException {
        publish(wav(noise(100), 4_000), Pace.FAST);
        publish(wav(noise(100), 4_000), Pace.FAST);

        assertThat(sent().stream().map(c -> c.getEpochId().toString()).distinct())
                .hasSize(2);
        assertThat(health.epochs()).isEqualTo(2);
    }

    @Test
    void shouldSendWhatCameBeforeAFaultAndMarkTheEnd() {
        var broken = new MonoSource() {
            private int reads;

            @Override
            public int read(float[] mono, int offset, int length) {
                if (reads++ == 5) {
                    throw new AudioException("x: is cut off");
                }
                return Math.min(length, 1_000);
            }
        };

        assertThatThrownBy(() -> publish(broken, Pace.FAST)).hasMessage("x: is cut off");

        assertThat(sent()).extracting(c -> c.getSamples().remaining()).containsExactly(8_000, 2_000, 0);
        assertThat(sent().get(2).getEndOfStream()).isTrue();
    }

    @Test
    void shouldKeepChunksOfHighRatesBelowHalfAMebibyte() throws IOException {
        float[] floats = new float[192_000];
        floats[0] = 0.1f;
        floats[150_000] = 0.1f;
        WavWriter.write(folder.resolve("high.wav"), 192_000, SampleFormat.F32LE, floats);

        new EpochPublisher(sender, health, WireEncoding.PCM, Duration.ofSeconds(1), Clock.systemUTC())
                .publish(AudioFiles.open(folder.resolve("high.wav")), Pace.FAST);

        assertThat(producer.history())
                .allSatisfy(record -> assertThat(record.value().length).isLessThan(512 * 1024));
    }

    @Test
    void shouldPlayARecordingInRealTime() throws IOException {
        Instant before = Instant.now();

        new EpochPublisher(sender, health, WireEncoding.PCM, Duration.ofMillis(50), Clock.systemUTC())
                .publish(wav(noise(1_200), 4_000), Pace.REAL_TIME);

        assertThat(Duration.between(before, Instant.now())).isBetween(Duration.ofMillis(299), Duration.ofSeconds(3));
    }

    @Test
    @Timeout(20)
    void shouldPlayARecordingOnWhateverTheClockDoes() throws IOException {
        new EpochPublisher(sender, health, WireEncoding.PCM, Duration.ofMillis(50), Clock.fixed(NOW, ZoneOffset.UTC))
                .publish(wav(noise(1_200), 4_000), Pace.REAL_TIME);

        assertThat(sent())
                .last()
                .satisfies(chunk -> assertThat(chunk.getEndOfStream()).isTrue());
    }

    @Test
    void shouldGiveSoundThatHadPiledUpTimesOneAfterTheOtherUpToNow() {
        byte[] pcm = new byte[2 * 4_000];
        var raw = new RawPcmSource(new ByteArrayInputStream(pcm), "stdin", SampleFormat.S16LE, 4_000, 1);

        publish(raw, Pace.LIVE);

        assertThat(sent())
                .extracting(AudioChunk::getCapturedAt)
                .containsExactly(NOW.minusMillis(1_000), NOW.minusMillis(500), NOW);
    }

    @ParameterizedTest
    @ValueSource(ints = {4_000, 4_001, 11_025, 44_101, 65_537, 96_001, 176_400, 191_999, 192_000})
    void shouldPublishEveryRateInEveryEncodingAndFormat(int rateHz) {
        byte[] pcm = new byte[2 * 3 * 1_000];
        new Random(1).nextBytes(pcm);
        for (WireEncoding encoding : WireEncoding.values()) {
            for (int channels : new int[] {1, 2, 3}) {
                var raw = new RawPcmSource(new ByteArrayInputStream(pcm), "x", SampleFormat.S16LE, rateHz, channels);

                new EpochPublisher(sender, health, encoding, Duration.ofMillis(10), Clock.systemUTC())
                        .publish(raw, Pace.FAST);
            }
        }

        assertThat(sent()).allMatch(chunk -> chunk.getSampleRateHz() == rateHz);
        assertThat(sent().stream().filter(AudioChunk::getEndOfStream)).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3_999, 192_001, 384_000})
    void shouldRefuseARateThatTheDetectorDoesNotTake(int rateHz) {
        var raw = new RawPcmSource(new ByteArrayInputStream(new byte[100]), "x", SampleFormat.S16LE, rateHz, 1);

        assertThatThrownBy(() -> publish(raw, Pace.FAST))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("has " + rateHz + " Hz, the detector takes 4000..192000; convert it");
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void shouldSayThatTheClockIsAheadWhenTheBrokerRefusesTheTimestamp() {
        MockProducer<byte[], byte[]> refusing = producer(false);
        var checked = new ChunkSender(refusing, "earshot.audio", Clock.fixed(NOW, ZoneOffset.UTC));

        checked.send(new Epoch("gate", "e", 8_000, WireEncoding.PCM).chunk(new float[80], 80, 0), health);
        refusing.errorNext(new InvalidTimestampException("Timestamp is out of range"));

        assertThat(health.refused()).isEqualTo(1);
        assertThat(health.note())
                .contains("clock (2026-03-01T12:00:00.123456Z) is more than an hour ahead")
                .doesNotContain("\n");
    }

    @Test
    void shouldCountWhatTheBrokerTook() throws IOException {
        publish(wav(noise(4_000), 4_000), Pace.FAST);

        assertThat(health.sent()).isEqualTo(3);
        assertThat(health.refused()).isZero();
        assertThat(health.line()).startsWith("gate é live 4000 Hz -").contains("3 chunks sent, 0 refused, 1 epochs");
    }

    private void publish(SampleSource source, Pace pace) {
        new EpochPublisher(sender, health, WireEncoding.PCM, Duration.ofMillis(500), Clock.fixed(NOW, ZoneOffset.UTC))
                .publish(source, pace);
    }

    private SampleSource wav(float[] samples, int rateHz) throws IOException {
        Path file = folder.resolve("sound.wav");
        WavWriter.write(file, rateHz, SampleFormat.S16LE, samples);
        return AudioFiles.open(file);
    }

    private List<AudioChunk> sent() {
        var format = RecordFormat.singleObject(new AudioChunk());
        return producer.history().stream()
                .map(record -> format.decode(record.value()))
                .toList();
    }

    private static float[] noise(int samples) {
        var random = new Random(3);
        float[] noise = new float[samples];
        for (int n = 0; n < samples; n++) {
            noise[n] = (short) (random.nextGaussian() * 3_000) / 32768f;
        }
        return noise;
    }

    private static MockProducer<byte[], byte[]> producer(boolean takesAll) {
        return new MockProducer<>(
                takesAll, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    }
}
