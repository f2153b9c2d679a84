package org.earshot.detector.live;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.earshot.detector.infer.InferenceException;
import org.earshot.detector.infer.MaskNetwork;
import org.earshot.detector.infer.Scores;
import org.earshot.detector.live.HeldChunks.Held;

/**
 * Sound events of many live sources at once: chunks in, events out.
 *
 * <p>One call per chunk and one per tick of the clock; there is no other way in. Whatever a chunk holds, it either is taken or
 * refused with a {@link RejectedChunkException}, and the other sources do not notice. What is not yet emitted follows from the
 * {@link SourceStore}: a detector may be dropped between any two calls, and one that is made above the same store goes on as
 * it would have.
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
    private final SessionTable sessions;
    private final BlockScheduler scheduler;
    private final Set<String> holding = new LinkedHashSet<>();
    private int waiting;
    private long liveMs;
    private long tickMs;
    private long sweptLiveMs;
    private long nowMs;

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
        this.sessions = new SessionTable(
                context,
                budget,
                (BlockScheduler.LOOKED_AT_PER_BLOCK + 1) * settings.batches().maxBlocks());
        this.scheduler = new BlockScheduler(network, settings.batches(), meters, new BlockScheduler.Sessions() {
            @Override
            public SourceSession get(String sourceId) {
                return sessions.get(sourceId, nowMs);
            }

            @Override
            public void scored(SourceSession session, Scores scores, int batchIndex) {
                LiveDetector.this.scored(session, scores, batchIndex);
            }
        });
    }

    /** Takes up what the store holds; to be called once, before anything else. Emits nothing. */
    public void restore(long now) {
        nowMs = now;
        tickMs = now;
        sessions.restoreAll();
        for (SessionTable.Entry entry : sessions.all()) {
            scheduler.refresh(entry.id, entry.head.readyBlocks(), entry.head.open(), now);
            if (entry.head.held() > 0) {
                holding.add(entry.id);
            }
        }
        countWaiting();
    }

    /**
     * Takes a chunk.
     *
     * @param arrivedMs when it arrived, milliseconds since 1970: the broker's time, where there is one
     * @param now wall-clock time, milliseconds since 1970
     * @throws RejectedChunkException if the chunk cannot be used; the detector goes on
     */
    public void accept(Chunk chunk, long arrivedMs, long now) {
        nowMs = now;
        try {
            place(session(chunk.sourceId()), chunk, arrivedMs);
            releaseDue(chunk.sourceId(), arrivedMs);
        } catch (RejectedChunkException refusal) {
            settle(chunk.sourceId());
            throw refusal;
        } catch (RuntimeException fault) {
            context.rethrowFatal(fault);
            throw failed(chunk, fault);
        }
        while (scheduler.isFull()) {
            scheduler.scoreSome();
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
        nowMs = now;
        SourceSession session = session(chunk.sourceId());
        session.join(chunk, sample, now);
        settle(session);
    }

    /** Lets time pass: scores what is due, gives up waiting for what is missing, and ends what has fallen silent. */
    public void tick(long now) {
        nowMs = now;
        // A detector that stood still did not read its sources either: that time does not count against them.
        long staleMs = context.limits().staleAfter().toMillis();
        liveMs += Math.min(Math.max(0, now - tickMs), Math.max(1, staleMs / 4));
        tickMs = now;
        for (String id : List.copyOf(holding)) {
            releaseDue(id, Long.MIN_VALUE);
        }
        long begin = System.nanoTime();
        while (scheduler.isDue(now) && (System.nanoTime() - begin) / 1_000_000 < SLICE_MS) {
            scheduler.scoreSome();
        }
        if (liveMs - sweptLiveMs >= staleMs / 8) {
            sweep();
        }
        countWaiting();
    }

    /** Blocks that are ready and not yet scored. */
    public int waiting() {
        return waiting;
    }

    /** Where a source stands, if it is known. */
    public Optional<CapturePosition> position(String sourceId) {
        return Optional.ofNullable(sessions.get(sourceId, nowMs)).map(SourceSession::position);
    }

    /** Lets go of what memory holds; the store stays as it is. */
    @Override
    public void close() {
        context.meters().waiting(-waiting);
        waiting = 0;
        sessions.close();
    }

    // One chunk

    private SourceSession session(String id) {
        SourceSession session = sessions.get(id, nowMs);
        if (session == null) {
            if (scheduler.ending() > context.settings().batches().maxBacklog() / 2) {
                throw new RejectedChunkException(
                        RejectReason.TOO_MANY_SOURCES,
                        scheduler.ending() + " sources have ended and are still being scored; source " + id
                                + " is not begun before");
            }
            session = sessions.admit(id, liveMs);
        }
        return session;
    }

    private void place(SourceSession session, Chunk chunk, long arrivedMs) {
        Placement placement = session.place(chunk);
        if (placement.isTaken()) {
            session.charge(chunk, placement, arrivedMs);
        }
        while (session.mustWait(chunk, placement) && !session.hasRoomFor(chunk) && session.firstHeld() != null) {
            session = takeHeld(session, session.firstHeld());
            placement = session.place(chunk);
        }
        if (session.mustWait(chunk, placement) && session.hasRoomFor(chunk)) {
            session.hold(chunk, arrivedMs, nowMs);
            settle(session);
        } else {
            take(session, chunk, arrivedMs);
        }
    }

    private void take(SourceSession session, Chunk chunk, long arrivedMs) {
        Placement placement = session.place(chunk);
        while (session.comesBefore(session.firstHeld(), chunk, placement)) {
            session = takeHeld(session, session.firstHeld());
            placement = session.place(chunk);
        }
        if (!placement.isTaken()) {
            session.pass(chunk, placement);
        } else {
            if (placement.beginsAnew()) {
                end(session);
            }
            session.take(chunk, placement, arrivedMs, nowMs);
        }
        settle(session);
    }

    /** Scores what is left of the open stretch, without waiting for others, and closes it. */
    private void end(SourceSession session) {
        session.finish();
        scheduler.drain(session);
        if (session.pipeline() != null) {
            close(session);
        }
    }

    /** Takes the chunks whose wait for a missing one is over. */
    private void releaseDue(String id, long arrivedMs) {
        SourceSession session = sessions.get(id, nowMs);
        if (session == null) {
            holding.remove(id);
            return;
        }
        for (Held due = session.due(arrivedMs, nowMs); due != null; due = session.due(arrivedMs, nowMs)) {
            session = takeHeld(session, due);
        }
    }

    /** @return the session as it is then: another object if this one failed on the chunk */
    private SourceSession takeHeld(SourceSession session, Held one) {
        session.release(one);
        RejectedChunkException refusal;
        try {
            take(session, one.chunk(), one.arrivedMs());
            return session;
        } catch (RejectedChunkException late) {
            refusal = late;
        } catch (RuntimeException fault) {
            context.rethrowFatal(fault);
            refusal = failed(one.chunk(), fault);
            session = session(session.id);
            session.release(one);
        }
        settle(session);
        context.listener().refused(one.chunk(), refusal);
        return session;
    }

    /** The session may have taken a part of the chunk: what was saved before it is whole. */
    private RejectedChunkException failed(Chunk chunk, RuntimeException fault) {
        SessionTable.LOG.debug("source {}: failed on a chunk", chunk.sourceId(), fault);
        sessions.drop(chunk.sourceId());
        scheduler.forget(chunk.sourceId());
        settle(chunk.sourceId());
        return new RejectedChunkException(
                RejectReason.PROCESSING_FAILED, "the detector failed on this chunk: " + fault, fault);
    }

    // Scores

    private void scored(SourceSession session, Scores scores, int batchIndex) {
        if (session.pipeline() == null) {
            // Given up with an earlier block of the batch.
            return;
        }
        try {
            session.scored(scores, batchIndex);
        } catch (RuntimeException fault) {
            context.rethrowFatal(fault);
            // Scoring the same block again would fail again: the stretch is given up, the source goes on.
            SessionTable.LOG.error(
                    "source {}: its scores could not be taken; its open events end here", session.id, fault);
            session.abandon(EndReason.STATE_LOST);
        }
        settle(session);
    }

    /** Saves a session that changed, and closes its stretch if nothing more will come of it. */
    private void settle(SourceSession session) {
        if (session.isDone()) {
            close(session);
        }
        session.save();
        SessionTable.Entry entry = sessions.note(session);
        entry.seenLiveMs = session.seenMs() == nowMs ? liveMs : entry.seenLiveMs;
        scheduler.refresh(session, nowMs);
        if (entry.head.held() > 0) {
            holding.add(session.id);
        } else {
            holding.remove(session.id);
        }
        session.tell(nowMs);
    }

    private void settle(String id) {
        SourceSession session = sessions.get(id, nowMs);
        if (session != null && session.isKnown()) {
            settle(session);
        } else if (session != null) {
            sessions.drop(id);
        }
    }

    private void close(SourceSession session) {
        session.close();
        scheduler.forget(session.id);
    }

    // Time

    private void sweep() {
        long staleMs = context.limits().staleAfter().toMillis();
        long forgetMs = context.limits().forgetAfter().toMillis();
        List<String> stale = new ArrayList<>();
        List<String> forgotten = new ArrayList<>();
        boolean whole = true;
        for (SessionTable.Entry entry : sessions.all()) {
            boolean silent = liveMs - entry.seenLiveMs >= staleMs;
            boolean gone = entry.head.health() == SourceHealth.STALE || entry.head.health() == SourceHealth.ENDED;
            if (silent && !gone) {
                if (stale.size() == STALE_PER_TICK) {
                    whole = false;
                    continue;
                }
                stale.add(entry.id);
            } else if (!entry.head.open() && nowMs - entry.head.seenMs() >= forgetMs) {
                forgotten.add(entry.id);
            }
        }
        if (whole) {
            sweptLiveMs = liveMs;
        }
        stale.forEach(this::stale);
        forgotten.forEach(sessions::forget);
    }

    private void stale(String id) {
        SourceSession session = sessions.get(id, nowMs);
        if (session == null) {
            return;
        }
        while (session.firstHeld() != null) {
            session = takeHeld(session, session.firstHeld());
        }
        session.stale();
        settle(session);
    }

    private void countWaiting() {
        int now = scheduler.backlog();
        context.meters().waiting(now - waiting);
        waiting = now;
    }
}
