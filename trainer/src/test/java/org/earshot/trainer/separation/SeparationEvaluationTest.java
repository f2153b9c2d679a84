package org.earshot.trainer.separation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelFile;
import org.earshot.trainer.data.clips.ClipEvent;
import org.earshot.trainer.data.mix.MixtureTracks;
import org.earshot.trainer.export.TinyModel;
import org.junit.jupiter.api.Test;

class SeparationEvaluationTest {
    private static final Manifest MANIFEST =
            ModelFile.read(TinyModel.streaming(TinyModel.SEED), "tiny").manifest();
    private static final int RATE_HZ = MANIFEST.frontEnd().rateHz();
    private static final int SAMPLES = 10 * RATE_HZ;
    private static final List<ClipEvent> EVENTS = List.of(new ClipEvent("high", 2, 4));

    @Test
    void shouldGiveTheMixtureBackThroughAMaskOfOnesButForTheBinsBelowTheFilters() {
        SeparationReport report = measured(new Masks(1));

        var high = report.labels().get("high");
        assertThat(high.clips()).isEqualTo(1);
        assertThat(high.sdr()).isCloseTo(high.mixtureSdr(), within(0.1));
    }

    @Test
    void shouldRateTheIdealMaskAboveDoingNothing() {
        SeparationReport report = measured(new Masks(1));

        var high = report.labels().get("high");
        assertThat(high.idealSdr()).isGreaterThan(high.mixtureSdr() + 5);
    }

    @Test
    void shouldOnlyMeasureLabelsThatWereHeard() {
        assertThat(measured(new Masks(0.5f)).labels()).containsOnlyKeys("high");
    }

    @Test
    void shouldGiveAMaskThatTellsNothingAnAucOfOneHalf() {
        var high = measured(new Masks(0.5f)).labels().get("high");

        assertThat(high.maskAuc()).isEqualTo(0.5);
        assertThat(high.maskF1()).isBetween(0.001, 0.2);
    }

    @Test
    @SuppressWarnings("unchecked")
    void shouldNameItsMeasuresInJson() {
        Map<String, Object> json = measured(new Masks(1)).json();

        assertThat((Map<String, Object>) json.get("macro"))
                .containsKeys("sdr_db", "si_sdr_db", "mixture_sdr_db", "ideal_ratio_sdr_db", "mask_f1", "mask_auc");
        assertThat((Map<String, Object>) json.get("labels")).containsOnlyKeys("high");
    }

    private static SeparationReport measured(MaskNetwork network) {
        SplittableRandom random = new SplittableRandom(1);
        float[] events = new float[SAMPLES];
        float[] background = new float[SAMPLES];
        for (int n = 0; n < SAMPLES; n++) {
            background[n] = (float) (0.1 * random.nextDouble(-1, 1));
            boolean sounds = n >= 2 * RATE_HZ && n < 4 * RATE_HZ;
            events[n] = sounds ? (float) (0.1 * Math.sin(2 * Math.PI * 3000 * n / RATE_HZ)) : 0;
        }
        SeparationEvaluation evaluation = new SeparationEvaluation(network);
        evaluation.add(new MixtureTracks(events, background, RATE_HZ), EVENTS);
        return evaluation.report();
    }

    /** A network whose masks have one value everywhere. */
    private record Masks(float value) implements MaskNetwork {
        @Override
        public Manifest manifest() {
            return MANIFEST;
        }

        @Override
        public String sha256() {
            return "";
        }

        @Override
        public String device() {
            return "none";
        }

        @Override
        public Scores score(float[] logMel, int batch, int frames) {
            throw new UnsupportedOperationException();
        }

        @Override
        public float[] masks(float[] logMel, int frames) {
            float[] masks = new float[MANIFEST.labels().size() * logMel.length];
            Arrays.fill(masks, value);
            return masks;
        }

        @Override
        public void close() {}
    }
}
