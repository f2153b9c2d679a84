package org.earshot.core.live;

import org.earshot.core.capture.Chunk;
import org.earshot.core.capture.HeldChunks.Held;
import org.earshot.core.capture.Placement;
import org.earshot.core.capture.RejectedChunkException;

/**
 * Brings chunks to their sessions in the order of their samples: one that comes before a missing one waits for it, until it comes
 * or the wait is over. For one thread.
 */
final class ChunkIntake {
    private final SessionContext context;
    private final SessionWork work;

    ChunkIntake(SessionContext context, SessionWork work) {
        this.context = context;
        this.work = work;
    }

    /**
     * Takes a chunk, or lets it wait.
     *
     * @param arrivedMs when it arrived, milliseconds since 1970
     * @throws RejectedChunkException if it cannot be used
     */
    void accept(Chunk chunk, long arrivedMs) {
        work.clock().arrived(arrivedMs);
        place(work.getOrAdmit(chunk.sourceId()), chunk, arrivedMs);
        releaseDue(chunk.sourceId(), arrivedMs);
    }

    /** Takes the chunks of a source whose wait for a missing one is over. */
    void releaseDue(String sourceId, long arrivedMs) {
        SourceSession session = work.get(sourceId);
        if (session == null) {
            return;
        }
        for (Held due = session.waiting().due(arrivedMs, work.clock().idleMs());
                due != null;
                due = session.waiting().due(arrivedMs, work.clock().idleMs())) {
            session = takeHeld(session, due);
        }
    }

    /** Takes all that waits. @return the session as it is then */
    SourceSession releaseAll(SourceSession session) {
        while (session.waiting().first() != null) {
            session = takeHeld(session, session.waiting().first());
        }
        return session;
    }

    private void place(SourceSession session, Chunk chunk, long arrivedMs) {
        Placement placement = session.place(chunk);
        if (placement.isTaken()) {
            session.charge(chunk, placement, work.clock().newestArrivalMs());
        }
        while (session.waiting().mustWait(chunk, placement)
                && !session.waiting().hasRoomFor(chunk)
                && session.waiting().first() != null) {
            session = takeHeld(session, session.waiting().first());
            placement = session.place(chunk);
        }
        if (session.waiting().mustWait(chunk, placement) && session.waiting().hasRoomFor(chunk)) {
            session.hold(chunk, arrivedMs, work.clock().idleMs(), work.clock().nowMs());
            work.settle(session);
        } else {
            take(session, chunk, arrivedMs);
        }
    }

    private void take(SourceSession session, Chunk chunk, long arrivedMs) {
        Placement placement = session.place(chunk);
        while (session.waiting().comesBefore(session.waiting().first(), chunk, placement)) {
            session = takeHeld(session, session.waiting().first());
            placement = session.place(chunk);
        }
        if (!placement.isTaken()) {
            session.pass(chunk, placement);
        } else {
            if (placement.beginsAnew()) {
                work.end(session);
            }
            session.take(chunk, placement, arrivedMs, work.clock().nowMs());
        }
        work.settle(session);
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
            refusal = work.failed(one.chunk(), fault);
            session = work.getOrAdmit(session.id);
            session.release(one);
        }
        work.settle(session);
        context.listener().refused(one.chunk(), refusal);
        return session;
    }
}
