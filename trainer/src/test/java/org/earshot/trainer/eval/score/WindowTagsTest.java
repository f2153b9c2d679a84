package org.earshot.trainer.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.ModelFile;
import org.earshot.trainer.export.TinyModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WindowTagsTest {
    private static final int FRAMES = 40;

    private MaskNetwork network;

    @BeforeEach
    void open() {
        network = OnnxMaskNetwork.open(
                ModelFile.read(TinyModel.streaming(3), "tiny"), DeviceChoice.parse("cpu"), new InferenceSettings(1, 1));
    }

    @AfterEach
    void close() {
        network.close();
    }

    @Test
    void shouldTakeTheLargestRatioOfAllStretches() {
        float[] sound = noise(2);
        Scores plain = network.score(sound, 2, FRAMES);

        Scores windows = new WindowTags(network, 7).score(sound, 2, FRAMES);

        for (int b = 0; b < 2; b++) {
            for (int k = 0; k < plain.classes(); k++) {
                double largest = 0;
                for (int from = 0; from + 7 <= FRAMES; from++) {
                    double above = 0;
                    double below = 0;
                    for (int t = from; t < from + 7; t++) {
                        above += plain.poolNumerator()[plain.at(b, k, t)];
                        below += plain.poolDenominator()[plain.at(b, k, t)];
                    }
                    largest = Math.max(largest, above / below);
                }
                assertThat(windows.tags()[b * plain.classes() + k]).isCloseTo((float) largest, within(1e-5f));
            }
        }
        assertThat(windows.activity()).isEqualTo(plain.activity());
    }

    @Test
    void shouldGiveTheClipsOwnTagsForStretchesAsLongAsTheClip() {
        float[] sound = noise(1);
        Scores plain = network.score(sound, 1, FRAMES);

        for (int length : new int[] {FRAMES, FRAMES + 100}) {
            float[] tags =
                    new WindowTags(network, length).score(sound, 1, FRAMES).tags();

            for (int k = 0; k < tags.length; k++) {
                assertThat(tags[k]).isCloseTo(plain.tags()[k], within(1e-5f));
            }
        }
    }

    @Test
    void shouldRefuseALengthOfNoFrames() {
        assertThatThrownBy(() -> new WindowTags(network, 0)).isInstanceOf(ConfigurationException.class);
    }

    private float[] noise(int batch) {
        float[] sound = new float[batch * FRAMES * network.manifest().frontEnd().mels()];
        Random random = new Random(4);
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (float) random.nextGaussian() - 4;
        }
        return sound;
    }
}
