package org.earshot.edges.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.earshot.core.audio.SampleFormat;
import org.earshot.core.audio.WavWriter;
import org.earshot.schema.AudioEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceStreamTest {
    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");
    private static final BridgeConfig.RawPcm RAW = new BridgeConfig.RawPcm(16_000, 1, 16);

    private final DeviceStream stream = new DeviceStream("mic", Duration.ofSeconds(5));

    private static DeviceMessage raw(int samples) {
        return DeviceMessage.parse(new byte[samples * 2], RAW);
    }

    @Test
    void shouldCountSamplesAcrossMessages() {
        stream.accept(raw(8_000), NOON);

        var chunk = stream.accept(raw(4_000), NOON.plusMillis(260)).get(0);

        assertThat(chunk.getFirstSample()).isEqualTo(8_000);
        assertThat(chunk.getSequence()).isEqualTo(1);
        assertThat(chunk.getCapturedAt()).isEqualTo(NOON.plusMillis(10));
    }

    @Test
    void shouldCutLongMessagesIntoChunksOfOneSecond() {
        var chunks = stream.accept(raw(40_000), NOON);

        assertThat(chunks).extracting(c -> c.getSamples().remaining()).containsExactly(32_000, 32_000, 16_000);
        assertThat(chunks).extracting(c -> c.getFirstSample()).containsExactly(0L, 16_000L, 32_000L);
        assertThat(chunks.get(0).getCapturedAt()).isEqualTo(NOON.minusMillis(2_500));
        assertThat(chunks.get(2).getCapturedAt()).isEqualTo(NOON.minusMillis(500));
    }

    @Test
    void shouldBeginANewEpochAfterASilenceOrAnotherFormat() {
        String first = stream.accept(raw(1_600), NOON).get(0).getEpochId();
        String unbroken = stream.accept(raw(1_600), NOON.plusSeconds(5)).get(0).getEpochId();
        var afterSilence = stream.accept(raw(1_600), NOON.plusSeconds(11)).get(0);
        var otherRate = stream.accept(
                        DeviceMessage.parse(new byte[1_600], new BridgeConfig.RawPcm(8_000, 1, 16)),
                        NOON.plusSeconds(11))
                .get(0);

        assertThat(unbroken).isEqualTo(first);
        assertThat(afterSilence.getEpochId()).isNotEqualTo(first);
        assertThat(afterSilence.getFirstSample()).isZero();
        assertThat(otherRate.getEpochId()).isNotEqualTo(afterSilence.getEpochId());
    }

    /** There may be thousands of devices, and a message may have megabytes. */
    @Test
    void shouldNotHoldOnToTheSoundOfTheLastMessage() throws InterruptedException {
        var samples = new WeakReference<>(acceptedSamples());

        for (int tries = 0; tries < 100 && samples.get() != null; tries++) {
            System.gc();
            Thread.sleep(10);
        }

        assertThat(samples.get()).isNull();
        assertThat(stream.accept(raw(1_600), NOON).get(0).getSequence()).isOne();
    }

    private byte[] acceptedSamples() {
        DeviceMessage message = raw(8_000);
        stream.accept(message, NOON);
        return message.samples();
    }

    @Test
    void shouldReadWavFilesAtTheirOwnRate(@TempDir Path folder) throws Exception {
        Path wav = folder.resolve("a.wav");
        float[] ramp = new float[2_205];
        for (int n = 0; n < ramp.length; n++) {
            ramp[n] = n / 4_096f;
        }
        WavWriter.write(wav, 22_050, SampleFormat.S16LE, ramp);

        var message = DeviceMessage.parse(Files.readAllBytes(wav), RAW);

        assertThat(message.rateHz()).isEqualTo(22_050);
        assertThat(message.encoding()).isEqualTo(AudioEncoding.PCM_F32LE);
        assertThat(message.samples()).hasSize(2_205 * 4);
    }
}
