package org.earshot.trainer.data.sound;

import static org.assertj.core.api.Assertions.assertThat;

import org.earshot.trainer.data.SmallCorpus;
import org.earshot.trainer.data.sound.Codec.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodecTest {
    private static final int RATE_HZ = SmallCorpus.RATE_HZ;

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldLeaveASoundLikeItselfButNotTheSame(Kind kind) {
        float[] before = SmallCorpus.tone(440, 1);
        float[] after = before.clone();

        new Codec(kind, 1, 0.5).apply(after, RATE_HZ);

        assertThat(after).isNotEqualTo(before);
        assertThat(signalToNoise(before, after)).isBetween(8.0, 60.0);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldNotSilenceQuietSounds(Kind kind) {
        float[] quiet = SmallCorpus.noise(4, 1, 0.005);

        new Codec(kind, 1, 0).apply(quiet, RATE_HZ);

        assertThat(rms(quiet)).isGreaterThan(0.0015);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldCutTheBandAtHalfTheRate(Kind kind) {
        float[] high = SmallCorpus.tone(6000, 1);
        float[] low = SmallCorpus.tone(1000, 1);

        new Codec(kind, 2, 1).apply(high, RATE_HZ);
        new Codec(kind, 2, 1).apply(low, RATE_HZ);

        assertThat(rms(high)).isLessThan(0.05 * rms(low));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldKeepSilenceSilent(Kind kind) {
        float[] silence = new float[RATE_HZ];

        new Codec(kind, 1, 0.5).apply(silence, RATE_HZ);

        assertThat(rms(silence)).isLessThan(1e-3);
    }

    private static double signalToNoise(float[] signal, float[] coded) {
        float[] noise = new float[signal.length];
        for (int n = 0; n < noise.length; n++) {
            noise[n] = coded[n] - signal[n];
        }
        return 20 * Math.log10(rms(signal) / rms(noise));
    }

    private static double rms(float[] x) {
        double sum = 0;
        for (float sample : x) {
            assertThat(sample).isFinite();
            sum += (double) sample * sample;
        }
        return Math.sqrt(sum / x.length);
    }
}
