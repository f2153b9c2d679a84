package org.earshot.core.infer;

import java.time.Duration;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/** Finds the smallest batch that is nearly as fast a block as any: 1, 2, 4, ... are tried as long as time allows. */
final class BatchCalibration {
    /** A larger batch must be faster by this much, for it makes blocks wait. */
    private static final double WORTH = 0.95;

    private static final int ROUNDS = 3;

    private final int maxBatch;
    private final long budgetNanos;
    private final LongSupplier clock;

    BatchCalibration(int maxBatch, Duration budget) {
        this(maxBatch, budget, System::nanoTime);
    }

    BatchCalibration(int maxBatch, Duration budget, LongSupplier clock) {
        this.maxBatch = maxBatch;
        this.budgetNanos = budget.toNanos();
        this.clock = clock;
    }

    /** @param score scores a number of blocks */
    int choose(IntConsumer score) {
        long begin = clock.getAsLong();
        int best = 1;
        double bestNanos = Double.MAX_VALUE;
        for (int batch = 1; batch <= maxBatch && clock.getAsLong() - begin < budgetNanos; batch *= 2) {
            double nanos = nanosPerBlock(score, batch);
            if (nanos < WORTH * bestNanos) {
                best = batch;
                bestNanos = nanos;
            }
        }
        return best;
    }

    /** The quickest of some rounds: others that ran on the core meanwhile say nothing about the batch. */
    private double nanosPerBlock(IntConsumer score, int batch) {
        score.accept(batch);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = clock.getAsLong();
            score.accept(batch);
            least = Math.min(least, clock.getAsLong() - before);
        }
        return (double) least / batch;
    }
}
