package org.earshot.detector.detect;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.earshot.detector.infer.Scores;

/**
 * What the network last said of a quiet block of this source, on the average of its frames: that stands for the quiet blocks
 * that it is not asked of. Every 30th quiet block is asked of all the same. For one thread.
 */
final class QuietScores {
    private static final int SPARED_IN_A_ROW = 30;

    private final int classes;
    private final float[] activity;
    private final float[] numerators;
    private final float[] denominators;
    private final Scores scores;
    private int left;

    /** @param blockFrames frames of the longest block */
    QuietScores(int classes, int blockFrames) {
        this.classes = classes;
        this.activity = new float[classes];
        this.numerators = new float[classes];
        this.denominators = new float[classes];
        int values = classes * blockFrames;
        this.scores = new Scores(
                1, blockFrames, classes, new float[classes], new float[values], new float[values], new float[values]);
    }

    /** True if a quiet block need not be asked of. */
    boolean stand() {
        return left > 0;
    }

    /** Takes over what the network said of a quiet block. */
    void remember(ScoredBlock block) {
        for (int k = 0; k < classes; k++) {
            activity[k] = mean(block.scores().activity(), block.at(k), block.frames());
            numerators[k] = mean(block.scores().poolNumerator(), block.at(k), block.frames());
            denominators[k] = mean(block.scores().poolDenominator(), block.at(k), block.frames());
        }
        left = SPARED_IN_A_ROW;
    }

    /** The scores of a block that the network is not asked of, without context. */
    Scores take() {
        left--;
        int frames = scores.frames();
        for (int k = 0; k < classes; k++) {
            Arrays.fill(scores.activity(), k * frames, (k + 1) * frames, activity[k]);
            Arrays.fill(scores.poolNumerator(), k * frames, (k + 1) * frames, numerators[k]);
            Arrays.fill(scores.poolDenominator(), k * frames, (k + 1) * frames, denominators[k]);
        }
        return scores;
    }

    private static float mean(float[] values, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += values[i];
        }
        return (float) (sum / count);
    }

    int headBytes() {
        return Integer.BYTES + 3 * classes * Float.BYTES;
    }

    void write(ByteBuffer to) {
        to.putInt(left);
        for (int k = 0; k < classes; k++) {
            to.putFloat(activity[k]).putFloat(numerators[k]).putFloat(denominators[k]);
        }
    }

    void read(ByteBuffer from) {
        left = from.getInt();
        for (int k = 0; k < classes; k++) {
            activity[k] = from.getFloat();
            numerators[k] = from.getFloat();
            denominators[k] = from.getFloat();
        }
    }
}
