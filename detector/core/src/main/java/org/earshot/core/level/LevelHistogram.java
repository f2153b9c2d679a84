package org.earshot.core.level;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How often levels came, in steps of a quarter of a decibel from -120 to +8 dB; what lies outside counts at the end. Of fixed
 * size. For one thread.
 */
final class LevelHistogram {
    static final double LOWEST_DB = -120;
    private static final int STEPS_PER_DB = 4;
    private static final int STEPS = 128 * STEPS_PER_DB;

    private final short[] counts = new short[STEPS];
    private int total;

    /** Counts a level; the caller counts fewer than 32,768 between two {@link #clear}. */
    void add(double db) {
        int step = (int) Math.floor((db - LOWEST_DB) * STEPS_PER_DB);
        counts[Math.max(0, Math.min(STEPS - 1, step))]++;
        total++;
    }

    /** The level that a share of those counted reach or exceed, to an eighth of a decibel; the lowest if there are none. */
    double exceededBy(double share) {
        double wanted = share * total;
        int above = 0;
        for (int step = STEPS - 1; step > 0; step--) {
            above += counts[step];
            if (above > 0 && above >= wanted) {
                return LOWEST_DB + (step + 0.5) / STEPS_PER_DB;
            }
        }
        return LOWEST_DB;
    }

    void clear() {
        Arrays.fill(counts, (short) 0);
        total = 0;
    }

    /** Only the steps that are not empty: some dozens as a rule. */
    void write(DataOutput to) throws IOException {
        int filled = 0;
        for (short count : counts) {
            filled += count == 0 ? 0 : 1;
        }
        to.writeShort(filled);
        for (int step = 0; step < STEPS; step++) {
            if (counts[step] != 0) {
                to.writeShort(step);
                to.writeShort(counts[step]);
            }
        }
    }

    void read(DataInput from) throws IOException {
        clear();
        for (int n = from.readShort(); n > 0; n--) {
            int step = from.readShort();
            counts[step] = from.readShort();
            total += counts[step];
        }
    }
}
