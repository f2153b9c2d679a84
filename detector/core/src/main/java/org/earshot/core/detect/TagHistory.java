package org.earshot.core.detect;

import java.nio.ByteBuffer;

/**
 * The tags of the last clips that reach beyond the frames decoded so far. The windowed activity lags behind the blocks, so a
 * run may begin in frames that an earlier clip already covered; that clip overlaps it and counts. For one thread.
 */
final class TagHistory {
    private final int classes;
    private final int slots;
    private final long[] ends;
    private final float[] tags;
    private long first;
    private long count;

    /** @param lagFrames frames that decoding lags behind; no block is shorter than one frame */
    TagHistory(int classes, int lagFrames) {
        this.classes = classes;
        this.slots = lagFrames + 2;
        this.ends = new long[slots];
        this.tags = new float[slots * classes];
    }

    /** Adds the tags of a clip that ends before frame {@code end}. */
    void add(long end, float[] clipTags) {
        int slot = (int) (count % slots);
        ends[slot] = end;
        System.arraycopy(clipTags, 0, tags, slot * classes, classes);
        count++;
    }

    /** Highest tag of a label over the clips that reach beyond a frame, 0 if there is none. */
    float beyond(long frame, int label) {
        float highest = 0;
        int slot = (int) (first % slots);
        for (long i = first; i < count; i++) {
            if (ends[slot] > frame) {
                highest = Math.max(highest, tags[slot * classes + label]);
            }
            slot = slot + 1 == slots ? 0 : slot + 1;
        }
        return highest;
    }

    /** Forgets the clips that reach no further than a frame. */
    void dropUpTo(long frame) {
        while (first < count && ends[(int) (first % slots)] <= frame) {
            first++;
        }
    }

    int stateBytes() {
        return Integer.BYTES + (int) (count - first) * (Long.BYTES + classes * Float.BYTES);
    }

    void write(ByteBuffer to) {
        to.putInt((int) (count - first));
        for (long i = first; i < count; i++) {
            int slot = (int) (i % slots);
            to.putLong(ends[slot]);
            for (int k = 0; k < classes; k++) {
                to.putFloat(tags[slot * classes + k]);
            }
        }
    }

    void read(ByteBuffer from) {
        first = 0;
        count = from.getInt();
        for (int slot = 0; slot < count; slot++) {
            ends[slot] = from.getLong();
            for (int k = 0; k < classes; k++) {
                tags[slot * classes + k] = from.getFloat();
            }
        }
    }
}
