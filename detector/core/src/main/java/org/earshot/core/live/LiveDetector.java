package org.earshot.core.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.earshot.core.capture.CapturePosition;
import org.earshot.core.capture.Chunk;
import org.earshot.core.capture.RejectedChunkException;
import org.earshot.core.infer.InferenceException;
import org.earshot.core.infer.MaskNetwork;

/**
 * Sound events of many live sources at once: chunks in, events out.
 *
 * <p>One call per chunk and one per tick of the clock; sound comes in no other way. Whatever a chunk holds, it either is taken or
 * refused with a {@link RejectedChunkException}, and the other sources do not notice. What is not yet emitted follows from the
 * {@link SourceStore} as of the last {@link #save}: a detector may be dropped then, and one that is made above the same store
 * goes on as it would have. One that is dropped later goes on from there too if what came and what was emitted since are undone
 * together, as a transaction does.
 *
 * <pre>{@code
 * try (MaskNetwork network = ...) {
 *     LiveSettings settings = ...;
 *     LiveListener events = event -> System.out.println(event.sourceId() + " " + event.label() + " " + event.phase());
 *     try (LiveDetector detector = new LiveDetector(network, settings, new HeapStore(), events)) {
 *         for (Chunk chunk : microphone) {
 *             long now = System.currentTimeMillis();
 *             detector.accept(chunk, now, now);
 *             detector.tick(now);
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>For one thread. The network may be shared with other detectors.
 */
public final class LiveDetector implements AutoCloseable {
    /** Longest time for which scoring may keep the caller from bringing chunks, beyond one call of the network. */
    private static final long SLICE_MS = 50;

    /** Sources whose silence is dealt with in one tick, so that many at once keep nobody waiting. */
    private static final int STALE_PER_TICK = 32;

    private final SessionContext context;
    private final SessionWork work;
    private final ChunkIntake intake;
    private int waiting;
    private long sweptLiveMs;

    /** A detector that counts nothing and has the heap to itself. */
    public LiveDetector(MaskNetwork network, LiveSettings settings, SourceStore store, LiveListener listener) {
        this(network, settings, store, listener, LiveMeters.NONE, SessionBudget.ofHeap(), fault -> false);
    }

    /**
     * A detector beside others.
     *
     * @param budget shared by all detectors of the process
     * @param fatal faults that the store or the listener throw and that are not the fault of a chunk; they are thrown on, as
     *     are those of the network
     */
    public LiveDetector(
            MaskNetwork network,
            LiveSettings settings,
            SourceStore store,
            LiveListener listener,
            LiveMeters meters,
            SessionBudget budget,
            Predicate<RuntimeException> fatal) {
        this.context = new SessionContext(
                network,
                settings,
                store,
                listener,
                meters,
                fault -> fault instanceof InferenceException || fatal.test(fault));
        this.work = new SessionWork(context, budget);
        this.intake = new ChunkIntake(context, work);
    }

    /** Takes up what the store holds; to be called once, before anything else. Emits nothing. */
    public void restore(long now) {
        work.clock().begin(now);
        work.restore();
        countWaiting();
    }

    /**
     * Takes note that something was read, be it a chunk or not: by what arrived it is known how far the sources that sent nothing
     * are behind. {@link #accept} does so by itself.
     *
     * @param arrivedMs when it arrived, milliseconds since 1970: the broker's time, where there is one
     * @param now wall-clock time, milliseconds since 1970
     */
    public void arrived(long arrivedMs, long now) {
        work.clock().setNow(now);
        work.clock().arrived(arrivedMs);
    }

    /**
     * Takes a chunk.
     *
     * @param arrivedMs when it arrived, milliseconds since 1970: the broker's time, where there is one
     * @param now wall-clock time, milliseconds since 1970
     * @throws RejectedChunkException if the chunk cannot be used; the detector goes on
     */
    public void accept(Chunk chunk, long arrivedMs, long now) {
        work.clock().setNow(now);
        try {
            intake.accept(chunk, arrivedMs);
        } catch (RejectedChunkException refusal) {
            work.guarded(chunk.sourceId(), () -> work.settle(chunk.sourceId()));
            throw refusal;
        } catch (RuntimeException fault) {
            context.rethrowFatal(fault);
            throw work.failed(chunk, fault);
        }
        while (work.scheduler().isFull()) {
            work.scheduler().scoreSome();
        }
        countWaiting();
    }

    /**
     * Makes a source known as if its capture had been processed up to a sample and the detector been stopped there.
     *
     * @param chunk of the capture; its samples are not taken
     * @param sample at which the next stretch begins
     */
    public void join(Chunk chunk, long sample, long now) {
        work.clock().setNow(now);
        SourceSession session = work.getOrAdmit(chunk.sourceId());
        session.join(chunk, sample, now);
        work.settle(session);
    }

    /** Lets time pass: scores what is due, gives up waiting for what is missing, and ends what has fallen silent. */
    public void tick(long now) {
        work.clock().tick(now);
        work.giveUpUnsaved();
        long arrivedMs = work.clock().newestArrivalMs();
        work.holding().forEach(id -> work.guarded(id, () -> intake.releaseDue(id, arrivedMs)));
        long begin = System.nanoTime();
        while (work.scheduler().isDue(now) && (System.nanoTime() - begin) / 1_000_000 < SLICE_MS) {
            work.scheduler().scoreSome();
        }
        if (work.clock().liveMs() - sweptLiveMs >= context.limits().staleAfter().toMillis() / 8) {
            sweep();
        }
        work.table().makeRoom();
        countWaiting();
    }

    /** Writes to the store what changed since the last call: to be called before what was emitted becomes durable. */
    public void save() {
        work.save();
    }

    /** Blocks that are ready and not yet scored. */
    public int waiting() {
        return waiting;
    }

    /** Where a source stands, if it is known. */
    public Optional<CapturePosition> position(String sourceId) {
        return Optional.ofNullable(work.get(sourceId))
                .filter(SourceSession::isKnown)
                .map(SourceSession::position);
    }

    /** Lets go of what memory holds; the store stays as it was saved last. */
    @Override
    public void close() {
        context.meters().waiting(-waiting);
        waiting = 0;
        work.table().close();
    }

    private void sweep() {
        long staleMs = context.limits().staleAfter().toMillis();
        long forgetMs = context.limits().forgetAfter().toMillis();
        List<String> stale = new ArrayList<>();
        List<String> forgotten = new ArrayList<>();
        boolean whole = true;
        for (SessionTable.Entry entry : work.table().all()) {
            boolean silent = work.clock().liveMs() - entry.seenLiveMs >= staleMs && !entry.head.isUnheard();
            boolean gone = entry.head.health() == SourceHealth.STALE || entry.head.health() == SourceHealth.ENDED;
            if (silent && !gone) {
                if (stale.size() == STALE_PER_TICK) {
                    whole = false;
                    continue;
                }
                stale.add(entry.id);
            } else if (!entry.head.isUnheard()
                    && !entry.head.open()
                    && work.clock().nowMs() - entry.head.seenMs() >= forgetMs) {
                forgotten.add(entry.id);
            }
        }
        if (whole) {
            sweptLiveMs = work.clock().liveMs();
        }
        stale.forEach(id -> work.guarded(id, () -> stale(id)));
        forgotten.forEach(id -> work.guarded(id, () -> work.table().retire(id)));
    }

    private void stale(String id) {
        SourceSession session = work.get(id);
        if (session != null) {
            session = intake.releaseAll(session);
            session.stale();
            work.settle(session);
        }
    }

    private void countWaiting() {
        int now = work.scheduler().backlog();
        context.meters().waiting(now - waiting);
        waiting = now;
    }
}
