package org.earshot.core.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.FrontEnd.WindowShape;
import org.junit.jupiter.api.Test;

class LogMelTest {
    private static final float[] SECOND = Signals.chirp(16_000, 16_000);
    private static final float[] FRAMES = LogMel.of(FrontEnd.wide16k(), SECOND);

    @Test
    void shouldAgreeWithFloat64AtThePaperPreset() {
        assertAgreement(FrontEnd.paper32k(), Signals.chirp(32_000, 32_000));
    }

    @Test
    void shouldAgreeWithFloat64AtTheShippedModelsPreset() {
        assertAgreement(FrontEnd.wide16k(), SECOND);
    }

    @Test
    void shouldAgreeWithFloat64UnderAHammingWindow() {
        var hamming = new FrontEnd(8_000, 512, 200, WindowShape.HAMMING, 40, 0, 4_000, 80_000);

        assertAgreement(hamming, Signals.chirp(8_000, 8_000));
    }

    @Test
    void shouldAgreeWithFloat64OnALoudLowToneOverSixteenBitSilence() {
        float[] tone = Signals.tone(16_000, 16_000, 130, 0.9);
        for (int n = 0; n < tone.length; n++) {
            tone[n] = Math.round(tone[n] * 32768) / 32768f;
        }

        assertAgreement(FrontEnd.wide16k(), tone);
    }

    @Test
    void shouldMake311FramesOfAClip() {
        assertThat(LogMel.of(FrontEnd.paper32k(), new float[320_000])).hasSize(311 * 64);
        assertThat(LogMel.of(FrontEnd.wide16k(), new float[160_000])).hasSize(311 * 64);
    }

    @Test
    void shouldMakeNoFrameOfLessThanOneWindow() {
        assertThat(LogMel.of(FrontEnd.wide16k(), new float[1023])).isEmpty();
        assertThat(LogMel.of(FrontEnd.wide16k(), new float[1024])).hasSize(64);
    }

    @Test
    void shouldPutTheFloorUnderSilence() {
        float[] frame = LogMel.of(FrontEnd.wide16k(), new float[1024]);

        assertThat(frame).containsOnly((float) Math.log(1e-8));
    }

    @Property(tries = 50)
    void shouldGiveTheSameFramesHoweverTheSamplesAreCut(@ForAll long seed) {
        var cuts = new Random(seed);
        var logMel = new LogMel(FrontEnd.wide16k());
        var frames = new Collected(FRAMES.length);

        for (int at = 0; at < SECOND.length; ) {
            int length = Math.min(SECOND.length - at, cuts.nextInt(2_000));
            logMel.push(SECOND, at, length, frames);
            at += length;
        }

        assertThat(frames.values()).isEqualTo(FRAMES);
        assertThat(logMel.frames()).isEqualTo(FRAMES.length / 64);
    }

    @Property(tries = 50)
    void shouldGoOnFromItsStoredState(@ForAll long seed) {
        int cut = new Random(seed).nextInt(SECOND.length);
        var first = new LogMel(FrontEnd.wide16k());
        var second = new LogMel(FrontEnd.wide16k());
        var frames = new Collected(FRAMES.length);
        float[] remainder = new float[1023];

        first.push(SECOND, 0, cut, frames);
        second.restore(first.frames(), remainder, first.remainder(remainder));
        second.push(SECOND, cut, SECOND.length - cut, frames);

        assertThat(frames.values()).isEqualTo(FRAMES);
        assertThat(second.frames()).isEqualTo(FRAMES.length / 64);
    }

    @Test
    void shouldRefuseARemainderOfAWholeWindow() {
        var logMel = new LogMel(FrontEnd.wide16k());

        assertThatIllegalArgumentException().isThrownBy(() -> logMel.restore(0, new float[1024], 1024));
    }

    private static void assertAgreement(FrontEnd frontEnd, float[] samples) {
        var reference = new ReferenceLogMel(frontEnd);

        float[] logMel = LogMel.of(frontEnd, samples);

        int frames = frontEnd.framesIn(samples.length);
        assertThat(logMel).hasSize(frames * frontEnd.mels());
        double worst = 0;
        for (int t = 0; t < frames; t++) {
            double[] expected = reference.frame(samples, t * frontEnd.hopSamples());
            for (int m = 0; m < expected.length; m++) {
                worst = Math.max(worst, Math.abs(expected[m] - logMel[t * frontEnd.mels() + m]));
            }
        }
        assertThat(worst).isLessThan(1e-4);
    }

    private static final class Collected implements FrameSink {
        private final float[] all;
        private int length;

        Collected(int capacity) {
            this.all = new float[capacity];
        }

        @Override
        public void frame(float[] logMel) {
            System.arraycopy(logMel, 0, all, length, logMel.length);
            length += logMel.length;
        }

        float[] values() {
            return Arrays.copyOf(all, length);
        }
    }
}
