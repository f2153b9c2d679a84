package org.earshot.core.live;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many sources may have their pipeline in memory at the same time, over all detectors of a process; the pipelines
 * of the others stay in the store and are fetched when needed. Safe for use by several threads.
 */
public final class SessionBudget {
    /**
     * A pipeline with its frames, sums and decoders takes about so much heap, measured with a model of 15 labels. Sound that is kept
     * and chunks that wait come on top.
     */
    static final long SESSION_BYTES = 160 << 10;

    /** Share of the heap that pipelines may take. */
    private static final double HEAP_SHARE = 0.3;

    private static final int AT_LEAST = 64;

    private final long mostBytes;
    private final AtomicLong usedBytes = new AtomicLong();

    /** @param most pipelines in memory, without sound that is kept and chunks that wait */
    public SessionBudget(int most) {
        this.mostBytes = most * SESSION_BYTES;
    }

    /** As many as fit into a third of this process's heap. */
    public static SessionBudget ofHeap() {
        long fit = (long) (Runtime.getRuntime().maxMemory() * HEAP_SHARE / SESSION_BYTES);
        return new SessionBudget((int) Math.max(AT_LEAST, Math.min(fit, Integer.MAX_VALUE)));
    }

    void add(long bytes) {
        usedBytes.addAndGet(bytes);
    }

    boolean isExceeded() {
        return usedBytes.get() > mostBytes;
    }
}
