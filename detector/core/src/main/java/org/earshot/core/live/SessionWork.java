package org.earshot.core.live;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.earshot.core.capture.Chunk;
import org.earshot.core.capture.DetectorClock;
import org.earshot.core.capture.RejectReason;
import org.earshot.core.capture.RejectedChunkException;
import org.earshot.core.infer.Scores;

/**
 * The sessions of one detector at work: fetches them, has their blocks scored, and settles them after each step, so that table
 * and scheduler know what the sessions know.
 *
 * <p>For one thread.
 */
final class SessionWork implements BlockScheduler.Sessions {
    private final SessionContext context;
    private final SessionTable table;
    private final BlockScheduler scheduler;
    private final DetectorClock clock;
    private final Set<String> holding = new LinkedHashSet<>();

    SessionWork(SessionContext context, SessionBudget budget) {
        Batches batches = context.settings().batches();
        this.context = context;
        this.clock = new DetectorClock(context.limits().staleAfter().toMillis() / 4);
        this.table = new SessionTable(context, budget, (BlockScheduler.LOOKED_AT_PER_BLOCK + 1) * batches.maxBlocks());
        this.scheduler = new BlockScheduler(context.network(), batches, context.meters(), this, context.run());
    }

    SessionTable table() {
        return table;
    }

    BlockScheduler scheduler() {
        return scheduler;
    }

    DetectorClock clock() {
        return clock;
    }

    /** Sources with chunks that wait for one before them. */
    List<String> holding() {
        return List.copyOf(holding);
    }

    /** Learns of all stored sources. */
    void restore() {
        table.restoreAll();
        for (SessionTable.Entry entry : table.all()) {
            scheduler.refresh(entry.id, entry.head.readyBlocks(), entry.head.open(), clock.nowMs());
            if (entry.head.held() > 0) {
                holding.add(entry.id);
            }
        }
    }

    @Override
    public SourceSession get(String sourceId) {
        SourceSession session = table.get(sourceId);
        if (session == null) {
            holding.remove(sourceId);
        }
        return session;
    }

    /**
     * The session of a source, a new one if it is not known.
     *
     * @throws RejectedChunkException if there are too many sources
     */
    SourceSession getOrAdmit(String sourceId) {
        SourceSession session = get(sourceId);
        if (session != null) {
            return session;
        }
        if (scheduler.ending() > context.settings().batches().maxBacklog() / 2) {
            throw new RejectedChunkException(
                    RejectReason.TOO_MANY_SOURCES,
                    scheduler.ending() + " sources have ended and are still being scored; source " + sourceId
                            + " is not begun before");
        }
        return table.admit(sourceId, clock.liveMs());
    }

    /** Takes note of a session that changed, and closes its stretch if nothing more will come of it. */
    void settle(SourceSession session) {
        if (session.stretch().isDone()) {
            close(session);
        }
        SessionTable.Entry entry = table.note(session);
        entry.seenLiveMs = session.seenMs() == clock.nowMs() ? clock.liveMs() : entry.seenLiveMs;
        scheduler.refresh(session, clock.nowMs());
        if (entry.head.held() > 0) {
            holding.add(session.id);
        } else {
            holding.remove(session.id);
        }
        session.tell(clock.nowMs());
    }

    /** The same of a source that was perhaps never processed, and then is not known any more. */
    void settle(String sourceId) {
        SourceSession session = get(sourceId);
        if (session != null && session.isKnown()) {
            settle(session);
        } else if (session != null) {
            table.drop(sourceId);
        }
    }

    /** Scores what is left of the open stretch, without waiting for others, and closes it. */
    void end(SourceSession session) {
        session.finish();
        scheduler.drain(session);
        if (session.stretch().pipeline() != null) {
            close(session);
        }
    }

    private void close(SourceSession session) {
        session.close();
        scheduler.forget(session.id);
    }

    /**
     * Gives up the stretch of a source that the detector failed on: how far the chunk was taken is not known.
     *
     * @return why the chunk is refused
     */
    RejectedChunkException failed(Chunk chunk, RuntimeException fault) {
        SessionTable.LOG.debug("source {}: failed on a chunk", chunk.sourceId(), fault);
        giveUp(chunk.sourceId());
        return new RejectedChunkException(
                RejectReason.PROCESSING_FAILED, "the detector failed on this chunk: " + fault, fault);
    }

    /** Writes the sessions that changed. */
    void save() {
        table.save();
    }

    /** Ends what is open of the sources whose state could not be written. */
    void giveUpUnsaved() {
        for (String id : table.unsaved()) {
            // Giving up the one before may have tried this one again; what begins after it is given up must go on.
            table.takeUnsaved(id);
            giveUp(id);
        }
    }

    /** Takes a step for one source. A fault ends what is open of that source and nothing else. */
    void guarded(String sourceId, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException fault) {
            context.rethrowFatal(fault);
            SessionTable.LOG.error("source {}: the detector failed on it; its open events end here", sourceId, fault);
            giveUp(sourceId);
        }
    }

    private void giveUp(String sourceId) {
        scheduler.forget(sourceId);
        try {
            SourceSession session = get(sourceId);
            if (session != null && session.isKnown()) {
                session.abandon(EndReason.STATE_LOST);
                settle(session);
            } else if (session != null) {
                table.drop(sourceId);
            }
        } catch (RuntimeException fault) {
            context.rethrowFatal(fault);
            SessionTable.LOG.error(
                    "source {}: the detector fails on it again and again; it is forgotten", sourceId, fault);
            scheduler.forget(sourceId);
            holding.remove(sourceId);
            table.forget(sourceId);
        }
    }

    @Override
    public void scored(SourceSession session, Scores scores, int batchIndex) {
        if (session.stretch().pipeline() == null) {
            // Given up with an earlier block of the batch.
            return;
        }
        // Scoring the same block again would fail again: the stretch is given up, the source goes on.
        guarded(session.id, () -> {
            session.scored(scores, batchIndex);
            settle(session);
        });
    }
}
