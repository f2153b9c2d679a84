package org.earshot.core.detect;

import java.nio.ByteBuffer;
import org.earshot.core.decode.WindowedActivity;
import org.earshot.core.detect.state.FrameStore;
import org.earshot.core.detect.state.StateException;
import org.earshot.core.detect.state.StateStore;

/**
 * The pooling sums of the last blocks, one pair per block and label, and from them the tags of the clip that ends with a
 * block: y = sum of numerators / sum of denominators over the clip's blocks, in double, from the oldest block to the newest.
 *
 * <pre>
 * two blocks a clip
 * block                    0       1       2
 * numerator, denominator   3, 10   1, 10   6, 20
 * tag of the clip          3/10    4/20    7/30
 * </pre>
 *
 * <p>Invalid frames are left out of the sums. For one thread. The store has as many slots for the sums of a block as a
 * clip has blocks.
 */
final class ClipSums {
    private final int classes;
    private final int blocks;
    private final double[] numerators;
    private final double[] denominators;
    private final double[] validFrames;
    private final long[] frames;
    private long known;
    private long saved;

    ClipSums(int classes, int blocks) {
        this.classes = classes;
        this.blocks = blocks;
        this.numerators = new double[blocks * classes];
        this.denominators = new double[blocks * classes];
        this.validFrames = new double[blocks];
        this.frames = new long[blocks];
    }

    void add(ScoredBlock block, FrameStore store) {
        int slot = slot(block.block());
        for (int k = 0; k < classes; k++) {
            double numerator = 0;
            double denominator = 0;
            int at = block.at(k);
            for (int i = 0; i < block.frames(); i++) {
                if (store.heard(block.from() + i)) {
                    numerator += block.scores().poolNumerator()[at + i];
                    denominator += block.scores().poolDenominator()[at + i];
                }
            }
            numerators[slot * classes + k] = numerator;
            denominators[slot * classes + k] = denominator;
        }
        double valid = 0;
        for (long t = block.from(); t < block.to(); t++) {
            valid += store.valid(t);
        }
        validFrames[slot] = valid;
        frames[slot] = block.frames();
        known = block.block() + 1;
    }

    /** Tag of a label for the clip that ends with the newest block. */
    float tag(int label) {
        return tag(label, blocks);
    }

    /** Tag of a label for the last blocks, as many as a clip has at most. */
    float tag(int label, int lastBlocks) {
        double numerator = 0;
        double denominator = 0;
        for (long i = Math.max(0, known - lastBlocks); i < known; i++) {
            numerator += numerators[slot(i) * classes + label];
            denominator += denominators[slot(i) * classes + label];
        }
        return WindowedActivity.ratio(numerator, denominator);
    }

    /** Share of the newest clip that is real audio. */
    float validFraction() {
        double valid = 0;
        long all = 0;
        for (long i = Math.max(0, known - blocks); i < known; i++) {
            valid += validFrames[slot(i)];
            all += frames[slot(i)];
        }
        return (float) (valid / all);
    }

    void save(StateStore store) {
        for (long i = Math.max(saved, known - blocks); i < known; i++) {
            int slot = slot(i);
            var bytes = ByteBuffer.allocate(bytes());
            bytes.putDouble(validFrames[slot]).putLong(frames[slot]);
            for (int k = 0; k < classes; k++) {
                bytes.putDouble(numerators[slot * classes + k]).putDouble(denominators[slot * classes + k]);
            }
            store.put(key(slot), bytes.array());
        }
        saved = known;
    }

    void restore(long knownBlocks, StateStore store) {
        known = knownBlocks;
        saved = knownBlocks;
        for (long i = Math.max(0, known - blocks); i < known; i++) {
            int slot = slot(i);
            byte[] stored = store.get(key(slot));
            if (stored == null || stored.length != bytes()) {
                throw new StateException("the stored state is torn: the sums of block " + i + " are missing");
            }
            var bytes = ByteBuffer.wrap(stored);
            validFrames[slot] = bytes.getDouble();
            frames[slot] = bytes.getLong();
            for (int k = 0; k < classes; k++) {
                numerators[slot * classes + k] = bytes.getDouble();
                denominators[slot * classes + k] = bytes.getDouble();
            }
        }
    }

    void discard(StateStore store) {
        for (int slot = 0; slot < Math.min(saved, blocks); slot++) {
            store.delete(key(slot));
        }
        saved = 0;
    }

    long known() {
        return known;
    }

    private int bytes() {
        return (2 + 2 * classes) * Double.BYTES;
    }

    private int slot(long block) {
        return (int) (block % blocks);
    }

    private static String key(int slot) {
        return "b" + slot;
    }
}
