package org.earshot.core.audio.flac;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.earshot.core.audio.Sounds;
import org.earshot.core.audio.file.AudioFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlacWriterTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 4_096, 8_192, 50_000})
    void shouldLoseNothingAtAnyLength(int wholeBlocks) {
        for (int tail = 0; tail < 50; tail++) {
            float[] noise = Sounds.noise16(wholeBlocks + tail, tail);

            float[] back = decode(FlacWriter.encode(16_000, noise));

            assertThat(back).isEqualTo(noise);
        }
    }

    @Test
    void shouldLoseNothingOfSoundsAtTheEdgesOfTheFormat() {
        float[] extremes = new float[10_000];
        Random random = new Random(5);
        for (int n = 0; n < extremes.length; n++) {
            extremes[n] = random.nextBoolean() ? Short.MAX_VALUE / 32768f : -1;
        }

        assertThat(decode(FlacWriter.encode(44_100, extremes))).isEqualTo(extremes);
        assertThat(decode(FlacWriter.encode(8_000, new float[8_000]))).isEqualTo(new float[8_000]);
    }

    @Property(tries = 60)
    void shouldLoseNothingOfSeveralChannels(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int channels) {
        var random = new Random(seed);
        int samples = 1 + random.nextInt(9_000);
        int[] interleaved = new int[samples * channels];
        int step = 1 + random.nextInt(3_000);
        float[] mean = new float[samples];
        for (int n = 0; n < samples; n++) {
            long sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                int value = (short) (random.nextGaussian() * step);
                interleaved[n * channels + channel] = value;
                sum += value;
            }
            mean[n] = (float) (sum / (32768.0 * channels));
        }

        float[] back = decode(FlacWriter.encode(48_000, channels, interleaved));

        assertThat(back).usingComparatorWithPrecision(1e-7f).containsExactly(mean);
    }

    @Test
    void shouldPrintNothing() {
        PrintStream out = System.out;
        PrintStream err = System.err;
        var printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));

            for (double amplitude : new double[] {0, 1e-4, 0.1, 1, 10}) {
                decode(FlacWriter.encode(16_000, loudNoise(amplitude)));
            }
        } finally {
            System.setOut(out);
            System.setErr(err);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void shouldTakeNoMoreThanSixteenBitsForNoiseAndAlmostNothingForSilence() {
        assertThat(FlacWriter.encode(16_000, loudNoise(10)).length).isLessThan(2 * 20_000 + 200);
        assertThat(FlacWriter.encode(16_000, new float[20_000]).length).isLessThan(150);
    }

    private static float[] loudNoise(double amplitude) {
        var random = new Random(9);
        float[] noise = new float[20_000];
        for (int n = 0; n < noise.length; n++) {
            noise[n] = (float) (amplitude * random.nextGaussian());
        }
        return noise;
    }

    @Test
    void shouldHalveATone() {
        float[] tone = Sounds.tone(16_000, 16_000, 440, 0.5);

        assertThat(FlacWriter.encode(16_000, tone).length).isLessThan(16_000);
    }

    private static float[] decode(byte[] flac) {
        try (var source = AudioFiles.open(new ByteArrayInputStream(flac), "test.flac")) {
            return Sounds.readAll(source);
        }
    }
}
