package org.earshot.edges.evidence;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.earshot.streams.evidence.ClipMemory;
import org.earshot.streams.evidence.EvidenceArchive;
import org.earshot.streams.evidence.EvidenceClip;
import org.earshot.streams.evidence.EvidenceSettings;
import org.earshot.streams.evidence.Stored;

/**
 * Makes and stores evidence beside detection, on threads of its own, so that neither the network's masks nor a slow
 * store hold up the detector. Safe for use by several threads.
 */
public final class EvidenceWriter implements EvidenceArchive, AutoCloseable {
    private static final int WRITERS = 4;
    private static final Duration LAST_WRITES = Duration.ofSeconds(5);
    /** The network must not be closed below a call. */
    private static final Duration LAST_MASKS = Duration.ofMinutes(1);

    private final ClipMemory memory = ClipMemory.ofHeap();
    private final EvidenceSettings settings;
    private final EvidenceRenderer renderer;
    private final EvidenceStore store;
    private final ThreadPoolExecutor making = threads("evidence-make", 1);
    private final ThreadPoolExecutor writing = threads("evidence-write", WRITERS);
    private final EvidenceSweeper sweeper;

    /** @param store closed with this */
    public EvidenceWriter(
            EvidenceRenderer renderer, EvidenceSettings settings, EvidenceStore store, Retention retention) {
        this.settings = settings;
        this.renderer = renderer;
        this.store = store;
        this.sweeper = new EvidenceSweeper(store, retention);
    }

    @Override
    public EvidenceSettings settings() {
        return settings;
    }

    @Override
    public ClipMemory memory() {
        return memory;
    }

    @Override
    public CompletableFuture<Stored> keep(EvidenceClip clip) {
        var kept = new CompletableFuture<Stored>();
        queue(making, kept, () -> queue(writing, kept, writer(clip, renderer.make(clip), kept)));
        return kept;
    }

    private Runnable writer(EvidenceClip clip, EvidenceFiles files, CompletableFuture<Stored> kept) {
        return () -> write(clip, files, kept);
    }

    /** Work whose result is no longer awaited leaves the queue, or a store that hangs would fill the memory. */
    private static void queue(ThreadPoolExecutor pool, CompletableFuture<Stored> kept, Runnable work) {
        Runnable task = () -> {
            try {
                if (!kept.isDone()) {
                    work.run();
                }
            } catch (RuntimeException e) {
                kept.completeExceptionally(e);
            }
        };
        try {
            pool.execute(task);
            kept.whenComplete((stored, error) -> pool.remove(task));
        } catch (RejectedExecutionException e) {
            kept.completeExceptionally(new IOException("the detector is ending"));
        }
    }

    /** The clip comes last: where it is, the rest is too. */
    private void write(EvidenceClip clip, EvidenceFiles files, CompletableFuture<Stored> kept) {
        try {
            if (files.separated() != null) {
                store.put(EvidenceNames.of(clip, EvidenceNames.SEPARATED), files.separated());
            }
            store.put(EvidenceNames.of(clip, EvidenceNames.PICTURE), files.picture());
            URI uri = store.put(EvidenceNames.of(clip, EvidenceNames.CLIP), files.clip());
            kept.complete(new Stored(uri, EvidenceNames.sha256(files.clip())));
        } catch (IOException | RuntimeException e) {
            kept.completeExceptionally(e);
        }
    }

    /** Waits a little for what is in work; what is not written then is written after the next start. */
    @Override
    public void close() {
        making.shutdownNow();
        writing.shutdownNow();
        try {
            making.awaitTermination(LAST_MASKS.toMillis(), TimeUnit.MILLISECONDS);
            writing.awaitTermination(LAST_WRITES.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sweeper.close();
    }

    /** What may wait is bounded by the memory of the clips, not by their number. */
    private static ThreadPoolExecutor threads(String name, int count) {
        var pool = new ThreadPoolExecutor(
                count, count, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), work -> thread(name, work));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static Thread thread(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
