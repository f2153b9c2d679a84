package org.earshot.core.example;

import java.util.function.Consumer;
import org.earshot.core.Earshot;
import org.earshot.core.capture.Chunk;
import org.earshot.core.capture.RejectedChunkException;
import org.earshot.core.live.LiveDetector;
import org.earshot.core.live.LiveEvent;
import org.earshot.core.live.SourceStore;

/** An operator of a stream processor: chunks of any number of sources in, events out, state in the processor's own store. */
public final class ListeningOperator implements AutoCloseable {
    private final LiveDetector detector;

    /** At open: the state may be of an earlier run; what was not yet emitted when that ended is found in it. */
    public ListeningOperator(Earshot earshot, SourceStore state, Consumer<LiveEvent> out, long nowMs) {
        detector = earshot.live(state, out::accept);
        detector.restore(nowMs);
    }

    /** For each element. A chunk that cannot be used costs nothing but itself. */
    public void element(Chunk chunk, long nowMs) {
        try {
            detector.accept(chunk, nowMs, nowMs);
        } catch (RejectedChunkException refused) {
            System.err.println(chunk.sourceId() + ": " + refused.getMessage());
        }
    }

    /** Before each snapshot: what changed since the last one goes to the store, to become durable with what came out. */
    public void snapshot() {
        detector.save();
    }

    /** From a timer, some twenty times a second: scores what has waited long enough, ends what fell silent. */
    public void timer(long nowMs) {
        detector.tick(nowMs);
    }

    @Override
    public void close() {
        detector.close();
    }
}
