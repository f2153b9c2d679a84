package org.earshot.trainer.teach.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadPassTest {
    private static final int CHANNELS = 3;
    private static final int FRAMES = 6;
    private static final int MELS = 4;

    private final float[] phi = positive(CHANNELS * FRAMES * MELS);
    private final float[] steps = {4f / 255, 4f / 255, 4f / 255};
    private final SceneFeatures scene = SceneFeatures.of(phi, steps, FRAMES, MELS);
    private final FapHead head = new FapHead(new float[] {0.5f, -1, 2}, -0.3f, new float[] {1, 1, 1, 1});

    @Test
    void shouldGiveTheLogitsOfAOneByOneConvolution() {
        float[] logits = new HeadPass(steps, 1, 2, FRAMES * MELS).logits(scene, List.of(head))[0];

        assertThat(logits).hasSize(3 * MELS);
        for (int i = 0; i < logits.length; i++) {
            int t = 1 + 2 * (i / MELS);
            double expected = head.bias();
            for (int c = 0; c < CHANNELS; c++) {
                expected += head.weights()[c] * phi[(c * FRAMES + t) * MELS + i % MELS];
            }
            // Half a step of each channel.
            assertThat((double) logits[i]).isCloseTo(expected, within(3.5 * steps[0] / 2));
        }
    }

    @Test
    void shouldGiveTheGradientOfTheWeights() {
        HeadPass pass = new HeadPass(steps, 0, 1, FRAMES * MELS);
        float[] outer = positive(FRAMES * MELS);

        float[][] gradients = pass.weightGradients(scene, new float[][] {outer, null});

        assertThat(gradients[1]).isNull();
        for (int c = 0; c < CHANNELS; c++) {
            double expected = 0;
            for (int i = 0; i < outer.length; i++) {
                expected += outer[i] * steps[c] * (scene.values()[c * FRAMES * MELS + i] + SceneFeatures.ZERO);
            }
            assertThat((double) gradients[0][c]).isCloseTo(expected, within(1e-3));
        }
    }

    private static float[] positive(int length) {
        Random random = new Random(5);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = 4 * random.nextFloat();
        }
        return values;
    }
}
