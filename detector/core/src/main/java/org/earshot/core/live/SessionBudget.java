package org.earshot.core.live;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many sources may have their pipeline in memory at the same time, over all detectors of a process; the pipelines
 * of the others stay in the store and are fetched when needed. Each detector has a {@link Share}: it may use what the others
 * leave, but where all of it is used up, one that holds more than its part gives back:
 *
 * <pre>
 * 90 for 3 detectors, A 70, B 15, C 5     all is used: A takes out 1 for each that B or C fetches, until it has 30
 * </pre>
 *
 * <p>So nobody waits for room that others hold with sources that have fallen silent. For a moment there is more in memory than
 * was meant: what B and C fetched and A has not yet given back. Safe for use by several threads.
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
    private final AtomicInteger holders = new AtomicInteger();

    /** @param most pipelines in memory, without sound that is kept and chunks that wait */
    public SessionBudget(int most) {
        this.mostBytes = most * SESSION_BYTES;
    }

    /** As many as fit into a third of this process's heap. */
    public static SessionBudget ofHeap() {
        long fit = (long) (Runtime.getRuntime().maxMemory() * HEAP_SHARE / SESSION_BYTES);
        return new SessionBudget((int) Math.max(AT_LEAST, Math.min(fit, Integer.MAX_VALUE)));
    }

    /** What one detector holds of it. */
    Share share() {
        return new Share();
    }

    boolean isExceeded() {
        return usedBytes.get() > mostBytes;
    }

    /** What one detector holds. Counts as long as there is anything in it, so it need not be given back. For one thread. */
    final class Share {
        private long bytes;

        private Share() {}

        void add(long more) {
            boolean held = bytes > 0;
            bytes += more;
            usedBytes.addAndGet(more);
            if (held != bytes > 0) {
                holders.addAndGet(held ? -1 : 1);
            }
        }

        /** True if all is used up and this is more than its part. */
        boolean isExceeded() {
            return SessionBudget.this.isExceeded() && bytes > mostBytes / Math.max(1, holders.get());
        }
    }
}
