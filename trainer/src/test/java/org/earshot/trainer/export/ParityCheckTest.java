package org.earshot.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.ModelException;
import org.earshot.core.model.ModelFile;
import org.junit.jupiter.api.Test;

class ParityCheckTest {
    private static final int MELS = 64;

    @Test
    void shouldFindDetectorAndDefinitionAlike() {
        try (OnnxMaskNetwork detector = open()) {
            ParityCheck.Differences differences = ParityCheck.compare(
                    scorer(TinyModel.weights(TinyModel.SEED)),
                    detector,
                    List.of(OnnxModelWriterTest.noise(50 * MELS), OnnxModelWriterTest.noise(311 * MELS)));

            assertThat(differences.tags()).isPositive();
            assertThatCode(() -> differences.require(ParityCheck.TOLERANCE)).doesNotThrowAnyException();
        }
    }

    @Test
    void shouldRefuseOtherWeights() {
        try (OnnxMaskNetwork detector = open()) {
            ParityCheck.Differences differences = ParityCheck.compare(
                    scorer(TinyModel.weights(2)), detector, List.of(OnnxModelWriterTest.noise(50 * MELS)));

            assertThatThrownBy(() -> differences.require(ParityCheck.TOLERANCE))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("differs from the trained network");
        }
    }

    @Test
    void shouldRefuseDifferenceThatIsNoNumber() {
        assertThatThrownBy(() -> new ParityCheck.Differences(0, Double.NaN, 0).require(1))
                .isInstanceOf(ModelException.class);
    }

    private static OnnxMaskNetwork open() {
        return OnnxMaskNetwork.open(
                ModelFile.read(TinyModel.streaming(TinyModel.SEED), "tiny"),
                DeviceChoice.CPU,
                InferenceSettings.singleThreaded());
    }

    private static ParityCheck.Scorer scorer(NetworkWeights weights) {
        ReferenceNetwork reference = new ReferenceNetwork(weights);
        return new ParityCheck.Scorer() {
            @Override
            public Scores score(float[] logMel, int frames) {
                double[][][] masks = reference.masks(logMel, frames);
                float[] tags = new float[masks.length];
                float[] activity = new float[masks.length * frames];
                for (int k = 0; k < masks.length; k++) {
                    tags[k] = (float) reference.tags(masks)[k];
                    for (int t = 0; t < frames; t++) {
                        activity[k * frames + t] = (float) reference.activity(masks, k, t);
                    }
                }
                return new Scores(1, frames, masks.length, tags, activity, null, null);
            }

            @Override
            public float[] masks(float[] logMel, int frames) {
                double[][][] masks = reference.masks(logMel, frames);
                float[] flat = new float[masks.length * frames * MELS];
                for (int k = 0; k < masks.length; k++) {
                    for (int t = 0; t < frames; t++) {
                        for (int f = 0; f < MELS; f++) {
                            flat[(k * frames + t) * MELS + f] = (float) masks[k][t][f];
                        }
                    }
                }
                return flat;
            }
        };
    }
}
