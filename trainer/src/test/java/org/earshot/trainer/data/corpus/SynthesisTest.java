package org.earshot.trainer.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.earshot.trainer.data.SmallCorpus;
import org.earshot.trainer.data.corpus.Synthesis.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SynthesisTest {
    private static final int RATE_HZ = SmallCorpus.RATE_HZ;

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldMakeTheSameSoundOfTheSameSeedAndAnotherOfAnother(Kind kind) {
        float[] first = new Synthesis(kind, 11).render(RATE_HZ);

        assertThat(new Synthesis(kind, 11).render(RATE_HZ)).isEqualTo(first);
        assertThat(new Synthesis(kind, 12).render(RATE_HZ)).isNotEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldMakeSoundsOfTheLengthAndLevelOfRecordings(Kind kind) {
        for (int seed = 0; seed < 8; seed++) {
            Synthesis synthesis = new Synthesis(kind, seed);

            float[] sound = synthesis.render(RATE_HZ);

            assertThat((double) sound.length / RATE_HZ).isCloseTo(synthesis.seconds(), within(0.001));
            assertThat(sound.length).isBetween(RATE_HZ / 8, 10 * RATE_HZ);
            double peak = 0;
            double sum = 0;
            for (float sample : sound) {
                peak = Math.max(peak, Math.abs(sample));
                sum += (double) sample * sample;
            }
            assertThat(peak).isBetween(0.5, 0.7001);
            assertThat(Math.sqrt(sum / sound.length)).as("seed " + seed).isGreaterThan(0.01);
        }
    }

    @Test
    void shouldNameKindAndSeedAsItsOrigin() {
        Recording siren = Synthesis.any("siren", new SplittableRandom(1));

        assertThat(siren.origin().dataset()).isEqualTo("synthetic");
        assertThat(siren.origin().id()).startsWith("siren_");
        assertThat(siren.name()).startsWith("synthetic/siren_");
        assertThat(Synthesis.knows("dog")).isFalse();
    }
}
