package org.earshot.trainer.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.Thresholds;

/**
 * An untrained network that fulfils the whole contract of model files: four DDC blocks of four channels with seeded
 * random weights, 12 frames of context, three labels, a few kilobytes. For tests, soaks and trials in which the speed
 * of the network must not matter.
 */
public final class TinyModel {
    /** Labels of the tiny model. */
    public static final List<String> LABELS = List.of("low", "middle", "high");

    /** A seed whose random network happens to distinguish loud from quiet and low from high. */
    public static final long SEED = 46;

    private static final Thresholds THRESHOLDS = new Thresholds(0.1f, 0.65f, 0.5f);
    private static final int CHANNELS = 4;
    private static final int BLOCKS = 4;
    private static final int DILATION = 2;

    private TinyModel() {}

    /** A streaming model: FAP, windowed activity of 15 frames. */
    public static byte[] streaming(long seed) {
        NetworkWeights weights = weights(seed);
        return OnnxModelWriter.bytes(weights, manifest("tiny", weights, ActivityCurve.windowed(15)));
    }

    /** The same masks with GWRP: whole clips only. */
    public static byte[] wholeClips(long seed) {
        NetworkWeights fap = weights(seed);
        NetworkWeights weights = new NetworkWeights(
                fap.mels(),
                fap.mean(),
                fap.deviation(),
                fap.layers(),
                fap.head(),
                new RankPooling(0.9998),
                FrameWeighting.MEAN);
        return OnnxModelWriter.bytes(weights, manifest("tiny-gwrp", weights, ActivityCurve.graph()));
    }

    /** The weights of {@link #streaming}. */
    public static NetworkWeights weights(long seed) {
        Random random = new Random(seed);
        int mels = FrontEnd.wide16k().mels();
        List<Layer> layers = new ArrayList<>();
        int in = 1;
        for (int block = 0; block < BLOCKS; block++) {
            addUnit(layers, random, new int[] {in, CHANNELS, 3, 1, 1});
            addUnit(layers, random, new int[] {CHANNELS, CHANNELS, 3, DILATION, CHANNELS});
            addUnit(layers, random, new int[] {CHANNELS, CHANNELS, 1, 1, 1});
            in = CHANNELS;
        }
        int classes = LABELS.size();
        float[] headBias = new float[classes];
        Arrays.fill(headBias, -2);
        Layer.Convolution head =
                new Layer.Convolution(CHANNELS, classes, 1, 1, 1, gaussian(random, classes * CHANNELS, 3), headBias);
        float[] mean = new float[mels];
        float[] deviation = new float[mels];
        float[][] alpha = new float[classes][mels];
        for (int f = 0; f < mels; f++) {
            mean[f] = -6.5f;
            deviation[f] = 1.2f;
            for (int k = 0; k < classes; k++) {
                alpha[k][f] = 0.5f + 6 * random.nextFloat();
            }
        }
        return new NetworkWeights(
                mels, mean, deviation, layers, head, RatioPooling.fap(alpha), FrameWeighting.ALPHA_NORM);
    }

    private static void addUnit(List<Layer> layers, Random random, int[] shape) {
        int in = shape[0];
        int out = shape[1];
        int kernel = shape[2];
        int groups = shape[4];
        int each = in / groups * kernel * kernel;
        layers.add(new Layer.Convolution(
                in, out, kernel, shape[3], groups, gaussian(random, out * each, Math.sqrt(2.0 / each)), null));
        float[] gamma = gaussian(random, out, 0.1);
        float[] variance = gaussian(random, out, 0.1);
        for (int c = 0; c < out; c++) {
            gamma[c] += 1;
            variance[c] = 1 + Math.abs(variance[c]);
        }
        layers.add(new Layer.BatchNorm(gamma, gaussian(random, out, 0.1), gaussian(random, out, 0.1), variance, 1e-5f));
        layers.add(new Layer.Relu());
    }

    private static float[] gaussian(Random random, int length, double deviation) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }

    static Manifest manifest(String name, NetworkWeights weights, ActivityCurve activity) {
        return new Manifest(
                name,
                "1",
                LABELS,
                FrontEnd.wide16k(),
                activity,
                weights.receptiveFrames(),
                weights.pooling().name(),
                weights.streams(),
                Collections.nCopies(LABELS.size(), THRESHOLDS),
                10,
                10,
                Stream.of(weights.pooling().alpha()).map(TinyModel::boxed).toList(),
                Map.of("note", "random weights; hears nothing"),
                List.of(),
                0);
    }

    private static List<Float> boxed(float[] row) {
        List<Float> list = new ArrayList<>();
        for (float value : row) {
            list.add(value);
        }
        return list;
    }
}
