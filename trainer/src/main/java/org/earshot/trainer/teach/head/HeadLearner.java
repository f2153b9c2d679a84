package org.earshot.trainer.teach.head;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.earshot.trainer.teach.scene.SceneTruth;

/**
 * Learns several heads side by side from the same scenes: the first from all of them, each of the others without one fold,
 * so that what it says of that fold was not learnt from it. Adam (Kingma and Ba 2015) with a cosine schedule; half of each
 * batch are scenes with the label, half without, of which those that came out loudest are drawn more often. Weights are
 * learnt in units of their channel's size and drawn towards where they began.
 *
 * <p>The result depends on the scenes and the seed alone, not on the number of cores.
 */
public final class HeadLearner {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.99;
    private static final double EPSILON = 1e-8;
    private static final float LARGEST_ALPHA = 10;
    private static final float SMALLEST_ALPHA = 1e-6f;
    private static final int STRIDE = 2;

    private final Settings settings;
    private final float[] steps;
    private final float[] sizes;
    private final FapLoss loss;
    private final List<LearningScene> scenes;

    /**
     * How it is learnt.
     *
     * @param steps batches
     * @param batch scenes in a batch
     * @param rate peak learning rate of the weights
     * @param alphaRate of alpha
     * @param decay pull towards where the weights began
     * @param terms of the loss
     * @param seed of the draws
     */
    public record Settings(
            int steps, int batch, double rate, double alphaRate, double decay, FapLoss.Terms terms, long seed) {
        public static Settings usual(long seed) {
            return new Settings(240, 32, 0.03, 0.05, 0.01, new FapLoss.Terms(0.5, 1, 0.5), seed);
        }
    }

    /**
     * A scene to learn from.
     *
     * @param fold which head does not see it
     */
    public record LearningScene(SceneFeatures features, SceneTruth truth, int fold) {}

    /** @param steps [channels], see {@link SceneFeatures}; @param sizes [channels], root mean square of each channel */
    public HeadLearner(Settings settings, float[] steps, float[] sizes, FapLoss loss, List<LearningScene> scenes) {
        this.settings = settings;
        this.steps = steps;
        this.sizes = sizes;
        this.loss = loss;
        this.scenes = scenes;
    }

    /**
     * @param start where each head begins
     * @param folds number of folds
     * @return the head learnt from everything, then for each fold the one that never saw it
     */
    public List<FapHead> learn(FapHead start, int folds, DoubleConsumer progress) {
        List<Learnt> heads = new ArrayList<>();
        for (int h = 0; h <= folds; h++) {
            heads.add(new Learnt(start));
        }
        int[] with = IntStream.range(0, scenes.size())
                .filter(i -> scenes.get(i).truth().heard())
                .toArray();
        int[] without = IntStream.range(0, scenes.size())
                .filter(i -> !scenes.get(i).truth().heard())
                .toArray();
        double[] loudest = new double[scenes.size()];
        Arrays.fill(loudest, 1);
        SplittableRandom random = new SplittableRandom(settings.seed());
        for (int step = 0; step < settings.steps(); step++) {
            int[] batch = batch(with, without, loudest, random);
            step(heads, batch, step % STRIDE, loudest);
            double rate = 0.5 * (1 + Math.cos(Math.PI * step / settings.steps()));
            for (Learnt head : heads) {
                head.update(step + 1, rate);
            }
            progress.accept((step + 1.0) / settings.steps());
        }
        return heads.stream().map(Learnt::head).toList();
    }

    private int[] batch(int[] with, int[] without, double[] loudest, SplittableRandom random) {
        int[] batch = new int[settings.batch()];
        double[] sums = new double[without.length];
        double sum = 0;
        for (int i = 0; i < without.length; i++) {
            sum += 0.05 + loudest[without[i]];
            sums[i] = sum;
        }
        for (int i = 0; i < batch.length; i++) {
            if (i % 2 == 0 || without.length == 0) {
                batch[i] = with[random.nextInt(with.length)];
            } else {
                int at = Arrays.binarySearch(sums, random.nextDouble() * sum);
                batch[i] = without[Math.min(without.length - 1, at < 0 ? -at - 1 : at)];
            }
        }
        return batch;
    }

    private void step(List<Learnt> heads, int[] batch, int first, double[] loudest) {
        List<FapHead> now = heads.stream().map(Learnt::head).toList();
        List<Gradient> gradients = IntStream.range(0, batch.length)
                .parallel()
                .mapToObj(i -> gradient(scenes.get(batch[i]), now, first))
                .toList();
        // In the order of the batch, so that rounding does not depend on which core was first.
        for (int i = 0; i < batch.length; i++) {
            Gradient gradient = gradients.get(i);
            loudest[batch[i]] = gradient.loudest;
            for (int h = 0; h < heads.size(); h++) {
                if (gradient.weights[h] != null) {
                    heads.get(h).add(gradient.weights[h], gradient.bias[h], gradient.alpha[h]);
                }
            }
        }
    }

    private Gradient gradient(LearningScene scene, List<FapHead> heads, int first) {
        SceneFeatures features = scene.features();
        HeadPass pass = new HeadPass(steps, first, STRIDE, features.frames() * features.mels());
        float[][] logits = pass.logits(features, heads);
        Gradient gradient = new Gradient(heads.size());
        for (int h = 0; h < heads.size(); h++) {
            // Head 0 learns from everything, head h not from fold h - 1.
            if (scene.fold() == h - 1 && h > 0) {
                logits[h] = null;
                continue;
            }
            FapLoss.Value value = loss.of(logits[h], heads.get(h).alpha(), scene.truth(), first, STRIDE);
            gradient.alpha[h] = value.alphaGradient();
            for (float z : logits[h]) {
                gradient.bias[h] += z;
            }
            gradient.loudest = Math.max(gradient.loudest, value.loudest());
        }
        gradient.weights = pass.weightGradients(features, logits);
        return gradient;
    }

    private static final class Gradient {
        private final float[][] alpha;
        private final double[] bias;
        private float[][] weights;
        private double loudest;

        Gradient(int heads) {
            alpha = new float[heads][];
            bias = new double[heads];
        }
    }

    /** A head while it is learnt: its values as one vector, weights in units of their channel, then bias, then alpha. */
    private final class Learnt {
        private final double[] start;
        private final double[] values;
        private final double[] gradient;
        private final double[] mean;
        private final double[] square;
        private final int channels;
        private int count;

        Learnt(FapHead head) {
            channels = head.weights().length;
            values = new double[channels + 1 + head.alpha().length];
            for (int c = 0; c < channels; c++) {
                values[c] = head.weights()[c] * sizes[c];
            }
            values[channels] = head.bias();
            for (int f = 0; f < head.alpha().length; f++) {
                values[channels + 1 + f] = head.alpha()[f];
            }
            start = values.clone();
            gradient = new double[values.length];
            mean = new double[values.length];
            square = new double[values.length];
        }

        void add(float[] weights, double bias, float[] alpha) {
            for (int c = 0; c < channels; c++) {
                gradient[c] += weights[c] / sizes[c];
            }
            gradient[channels] += bias;
            for (int f = 0; f < alpha.length; f++) {
                gradient[channels + 1 + f] += alpha[f];
            }
            count++;
        }

        void update(int step, double share) {
            if (count == 0) {
                return;
            }
            for (int i = 0; i < values.length; i++) {
                double g = gradient[i] / count;
                if (i < channels) {
                    g += settings.decay() * (values[i] - start[i]);
                }
                mean[i] = BETA1 * mean[i] + (1 - BETA1) * g;
                square[i] = BETA2 * square[i] + (1 - BETA2) * g * g;
                double unbiased = mean[i] / (1 - Math.pow(BETA1, step));
                double scale = Math.sqrt(square[i] / (1 - Math.pow(BETA2, step))) + EPSILON;
                double rate = share * (i <= channels ? settings.rate() : settings.alphaRate());
                values[i] -= rate * unbiased / scale;
                if (i > channels) {
                    values[i] = Math.max(SMALLEST_ALPHA, Math.min(LARGEST_ALPHA, values[i]));
                }
                gradient[i] = 0;
            }
            count = 0;
        }

        FapHead head() {
            float[] weights = new float[channels];
            for (int c = 0; c < channels; c++) {
                weights[c] = (float) (values[c] / sizes[c]);
            }
            float[] alpha = new float[values.length - channels - 1];
            for (int f = 0; f < alpha.length; f++) {
                alpha[f] = (float) values[channels + 1 + f];
            }
            return new FapHead(weights, (float) values[channels], alpha);
        }
    }
}
