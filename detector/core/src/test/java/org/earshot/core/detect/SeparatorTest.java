package org.earshot.core.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.Manifest;
import org.junit.jupiter.api.Test;

class SeparatorTest {
    private static final Manifest MODEL = Scenes.model(FrontEnd.wide16k(), 2, 3, ActivityCurve.graph(), true);

    @Test
    void shouldGiveTheMixtureBackThroughAMaskOfOnes() {
        // Bins below the first filter and beyond the last are lost, so the sound stays between them.
        float[] mixture = Scenes.tone(16_000, 1_000, 0.5, 20_000);

        float[] separated = new Separator(constant(1)).separate(mixture, 1);

        assertThat(separated).hasSize(20_000);
        for (int n = 2_000; n < 18_000; n++) {
            assertThat(separated[n]).isEqualTo(mixture[n], within(1e-5f));
        }
    }

    @Test
    void shouldGiveSilenceThroughAMaskOfZeros() {
        float[] separated = new Separator(constant(0)).separate(Scenes.restlessSound(1, 5_000), 0);

        assertThat(separated).containsOnly(0);
    }

    @Test
    void shouldNotShowWhereSectionsMeet() {
        var network = new FirNetwork(MODEL, 4);
        float[] mixture = Scenes.restlessSound(2, 30_000);

        float[] whole = new Separator(network, 1 << 20).separate(mixture, 1);
        float[] pieces = new Separator(network, 5_000).separate(mixture, 1);

        for (int n = 0; n < mixture.length; n++) {
            assertThat(pieces[n]).isEqualTo(whole[n], within(1e-5f));
        }
    }

    @Test
    void shouldSeparateASoundShorterThanAWindow() {
        float[] separated = new Separator(constant(1)).separate(Scenes.tone(16_000, 1_000, 0.5, 300), 0);

        assertThat(separated).hasSize(300);
    }

    private static MaskNetwork constant(float value) {
        return new MaskNetwork() {
            @Override
            public Manifest manifest() {
                return MODEL;
            }

            @Override
            public String sha256() {
                return "";
            }

            @Override
            public String device() {
                return "cpu";
            }

            @Override
            public Scores score(float[] logMel, int batch, int frames) {
                throw new AssertionError("only masks are needed");
            }

            @Override
            public float[] masks(float[] logMel, int frames) {
                float[] masks = new float[MODEL.classes() * frames * 64];
                Arrays.fill(masks, value);
                return masks;
            }

            @Override
            public void close() {}
        };
    }
}
