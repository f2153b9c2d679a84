package org.earshot.core.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplerTest {
    private static final int[] RATES = {8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000};

    @Property(tries = 100)
    void shouldLeaveNoTraceOfTheCuts(@ForAll long seed) {
        var random = new Random(seed);
        int from = RATES[random.nextInt(RATES.length)];
        int to = random.nextBoolean() ? 16_000 : 32_000;
        float[] sound = Sounds.noise16(random.nextInt(12_000), seed);
        float[] whole = Resampler.whole(sound, from, to);

        var resampler = new Resampler(from, to);
        var out = new Collected();
        for (int at = 0; at < sound.length; ) {
            int length = Math.min(sound.length - at, random.nextInt(3_000));
            resampler.push(sound, at, length, out);
            at += length;
        }
        resampler.finish(out);

        assertThat(out.values()).isEqualTo(whole);
        assertThat(whole).hasSize((int) Math.ceil((double) sound.length * to / from));
    }

    @Property(tries = 100)
    void shouldGoOnFromItsStoredState(@ForAll long seed) {
        var random = new Random(seed);
        int from = RATES[random.nextInt(RATES.length)];
        float[] sound = Sounds.noise16(6_000, seed);
        int cut = random.nextInt(sound.length);

        var first = new Resampler(from, 16_000);
        var out = new Collected();
        first.push(sound, 0, cut, out);
        var second = new Resampler(from, 16_000);
        float[] remainder = new float[first.maxRemainder()];
        second.restore(first.inputs(), remainder, first.remainder(remainder));
        long outputs = second.outputs();
        second.push(sound, cut, sound.length - cut, out);
        second.finish(out);

        assertThat(outputs).isEqualTo(first.outputs());
        assertThat(out.values()).isEqualTo(Resampler.whole(sound, from, 16_000));
    }

    @ParameterizedTest
    @CsvSource({
        "8000,16000",
        "11025,16000",
        "22050,16000",
        "44100,16000",
        "48000,16000",
        "96000,16000",
        "16000,32000",
        "44100,32000",
        "48000,32000",
        "12000,16000",
        "4000,16000",
        "192000,16000",
        "4001,16000",
        "11111,16000",
        "15999,16000",
        "16001,16000",
        "44101,16000",
        "95999,32000",
        "191999,16000"
    })
    void shouldKeepATonesFrequencyAmplitudeAndTime(int from, int to) {
        double hz = 1_000;
        float[] tone = Sounds.tone(2 * from, from, hz, 0.5);

        float[] out = Resampler.whole(tone, from, to);

        float[] expected = Sounds.tone(out.length, to, hz, 0.5);
        double worst = 0;
        for (int n = to / 10; n < out.length - to / 10; n++) {
            worst = Math.max(worst, Math.abs(out[n] - expected[n]));
        }
        // A shift by a hundredth of an output sample would show as 2e-3.
        assertThat(worst).isLessThan(5e-4);
    }

    @Test
    void shouldKeepOutWhatTheLowerRateCannotHold() {
        float[] out = Resampler.whole(Sounds.tone(88_200, 44_100, 9_000, 1), 44_100, 16_000);

        double peak = 0;
        for (int n = 1_600; n < out.length - 1_600; n++) {
            peak = Math.max(peak, Math.abs(out[n]));
        }
        assertThat(20 * Math.log10(peak)).isLessThan(-60);
    }

    @Test
    void shouldKeepWhatLiesWellInsideTheLowerRate() {
        for (double hz : new double[] {100, 3_000, 6_000, 6_400}) {
            float[] out = Resampler.whole(Sounds.tone(88_200, 44_100, hz, 0.5), 44_100, 16_000);

            double power = 0;
            for (int n = 1_600; n < out.length - 1_600; n++) {
                power += (double) out[n] * out[n];
            }
            double rms = Math.sqrt(power / (out.length - 3_200));
            assertThat(20 * Math.log10(rms / (0.5 / Math.sqrt(2)))).isCloseTo(0, within(0.1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {22_050, 44_100, 48_000})
    void shouldGiveWhatTarsosGivesInOnePass(int from) {
        float[] sound = Sounds.noise16(20_000, 9);
        double factor = 16_000.0 / from;
        float[] expected = new float[20_000];
        int count = new be.tarsos.dsp.resample.Resampler(true, factor, factor)
                .process(factor, sound, 0, sound.length, true, expected, 0, expected.length)
                .outputSamplesGenerated;

        float[] out = Resampler.whole(sound, from, 16_000);

        assertThat(Math.abs(out.length - count)).isLessThanOrEqualTo(1);
        for (int n = 0; n < Math.min(count, out.length); n++) {
            // TarsosDSP truncates the phase, so that rounding moves single weights to a neighbour.
            assertThat(out[n]).isCloseTo(expected[n], within(2e-4f));
        }
    }

    @Test
    void shouldPassEqualRatesThroughUntouched() {
        float[] noise = Sounds.noise16(1_000, 8);

        assertThat(Resampler.whole(noise, 16_000, 16_000)).isEqualTo(noise);
        assertThat(new Resampler(16_000, 16_000).maxRemainder()).isZero();
    }

    @Test
    void shouldTakeEveryWholeRateAtLittleCost() {
        Random random = new Random(4);
        long begin = System.nanoTime();

        for (int n = 0; n < 500; n++) {
            int rate = 4_000 + random.nextInt(188_001);
            float[] out = Resampler.whole(new float[rate / 100], rate, 16_000);

            assertThat(out).hasSize((int) ((rate / 100 * 16_000L + rate - 1) / rate));
        }
        // Tables are shared by rates that lie close together; one for each would take minutes.
        assertThat((System.nanoTime() - begin) / 1e9).isLessThan(20);
    }

    @Test
    void shouldLeaveNoTraceOfCutsAtAnOddRate() {
        float[] noise = Sounds.noise16(60_000, 5);
        float[] whole = Resampler.whole(noise, 44_101, 16_000);
        Random random = new Random(5);
        Resampler resampler = new Resampler(44_101, 16_000);
        float[] kept = new float[resampler.maxRemainder()];
        float[] out = new float[whole.length];
        int[] filled = {0};
        SampleSink sink = (samples, off, len) -> {
            System.arraycopy(samples, off, out, filled[0], len);
            filled[0] += len;
        };

        for (int at = 0; at < noise.length; ) {
            int piece = Math.min(noise.length - at, random.nextInt(3_000));
            resampler.push(noise, at, piece, sink);
            at += piece;
            long inputs = resampler.inputs();
            int remaining = resampler.remainder(kept);
            resampler = new Resampler(44_101, 16_000);
            resampler.restore(inputs, kept, remaining);
        }
        resampler.finish(sink);

        assertThat(out).isEqualTo(whole);
    }

    @Test
    void shouldRefuseRatesThatAreNone() {
        assertThatThrownBy(() -> new Resampler(0, 16_000)).isInstanceOf(AudioException.class);
        assertThatThrownBy(() -> new Resampler(2_000_000, 16_000))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("2000000 Hz")
                .hasMessageContaining("factor of 64");
    }

    @Test
    void shouldTakeEveryMultipleOf25Hz() {
        for (int from = 5_000; from <= 192_000; from += 8_925) {
            float[] out = Resampler.whole(new float[from / 10], from, 16_000);

            assertThat(out).hasSize((int) Math.ceil((from / 10) * 16_000.0 / from));
        }
    }

    private static final class Collected implements SampleSink {
        private float[] all = new float[1 << 16];
        private int length;

        @Override
        public void samples(float[] samples, int offset, int count) {
            if (length + count > all.length) {
                all = Arrays.copyOf(all, Math.max(2 * all.length, length + count));
            }
            System.arraycopy(samples, offset, all, length, count);
            length += count;
        }

        float[] values() {
            return Arrays.copyOf(all, length);
        }
    }
}
