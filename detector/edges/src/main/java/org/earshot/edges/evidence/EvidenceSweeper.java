package org.earshot.edges.evidence;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.earshot.core.log.RateLimitedLog;
import org.slf4j.LoggerFactory;

/**
 * Deletes evidence that is older than its retention, at the start and then once an hour, on a thread of its own. What was
 * kept earlier is deleted in its time also where nothing is kept any more. Safe for use by several threads.
 */
public final class EvidenceSweeper implements AutoCloseable {
    private static final Duration SWEEP_EVERY = Duration.ofHours(1);

    private final RateLimitedLog log =
            new RateLimitedLog(LoggerFactory.getLogger(EvidenceSweeper.class), Duration.ofSeconds(10));
    private final EvidenceStore store;
    private final ScheduledExecutorService sweeping =
            Executors.newSingleThreadScheduledExecutor(EvidenceSweeper::thread);

    /** @param store closed with this */
    public EvidenceSweeper(EvidenceStore store, Retention retention) {
        this.store = store;
        sweeping.scheduleWithFixedDelay(() -> sweep(retention), 0, SWEEP_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void sweep(Retention retention) {
        try {
            store.sweep(retention, Instant.now());
        } catch (IOException | RuntimeException e) {
            log.warn("sweep", "evidence: old files are not deleted: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        sweeping.shutdownNow();
        store.close();
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "evidence-sweep");
        thread.setDaemon(true);
        return thread;
    }
}
