package org.earshot.trainer.teach.head;

import java.util.Arrays;
import java.util.List;

/**
 * The 1x1 convolutions of several heads over one scene, and their gradient. The features are unpacked once for all heads:
 * with b' = b + 128 sum_c w_c step_c the logits are z = b' + sum_c w_c step_c q_c, and dL/dw_c = step_c (sum z' q_c + 128
 * sum z'), where z' = dL/dz.
 *
 * <p>For one thread at a time.
 */
final class HeadPass {
    private final float[] steps;
    private final int first;
    private final int stride;
    private final float[] plane;

    /**
     * @param steps [channels], see {@link SceneFeatures}
     * @param first first frame that is looked at
     * @param stride frames from one that is looked at to the next
     * @param planeValues most values of a channel that a scene has
     */
    HeadPass(float[] steps, int first, int stride, int planeValues) {
        this.steps = steps;
        this.first = first;
        this.stride = stride;
        this.plane = new float[planeValues];
    }

    /** Frames of a scene that are looked at. */
    static int frames(int frames, int first, int stride) {
        return (frames - first + stride - 1) / stride;
    }

    /** The logits of each head, [frames looked at][mels]. */
    float[][] logits(SceneFeatures scene, List<FapHead> heads) {
        int values = frames(scene.frames(), first, stride) * scene.mels();
        float[][] logits = new float[heads.size()][values];
        for (int h = 0; h < logits.length; h++) {
            double bias = heads.get(h).bias();
            for (int c = 0; c < steps.length; c++) {
                bias += (double) SceneFeatures.ZERO * steps[c] * heads.get(h).weights()[c];
            }
            Arrays.fill(logits[h], (float) bias);
        }
        for (int c = 0; c < steps.length; c++) {
            scene.read(c, first, stride, plane);
            for (int h = 0; h < logits.length; h++) {
                addScaled(plane, heads.get(h).weights()[c] * steps[c], logits[h]);
            }
        }
        return logits;
    }

    /**
     * The gradient of the weights of each head.
     *
     * @param logitGradients dL/dz of each head, as {@link #logits} has them; null for a head that is left out
     * @return [heads][channels]; null for a head that is left out
     */
    float[][] weightGradients(SceneFeatures scene, float[][] logitGradients) {
        float[][] gradients = new float[logitGradients.length][];
        double[] sums = new double[logitGradients.length];
        for (int h = 0; h < gradients.length; h++) {
            if (logitGradients[h] != null) {
                gradients[h] = new float[steps.length];
                sums[h] = sum(logitGradients[h]);
            }
        }
        for (int c = 0; c < steps.length; c++) {
            scene.read(c, first, stride, plane);
            for (int h = 0; h < gradients.length; h++) {
                if (gradients[h] != null) {
                    double product = product(plane, logitGradients[h]) + SceneFeatures.ZERO * sums[h];
                    gradients[h][c] = (float) (steps[c] * product);
                }
            }
        }
        return gradients;
    }

    private static void addScaled(float[] from, float factor, float[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * from[i];
        }
    }

    /** Eight sums side by side: one alone would wait for each addition before the next. */
    private static double product(float[] a, float[] b) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        int i = 0;
        for (; i + 7 < b.length; i += 8) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
            s4 += a[i + 4] * b[i + 4];
            s5 += a[i + 5] * b[i + 5];
            s6 += a[i + 6] * b[i + 6];
            s7 += a[i + 7] * b[i + 7];
        }
        double rest = 0;
        for (; i < b.length; i++) {
            rest += a[i] * b[i];
        }
        return (double) (s0 + s1) + (s2 + s3) + ((double) (s4 + s5) + (s6 + s7)) + rest;
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
