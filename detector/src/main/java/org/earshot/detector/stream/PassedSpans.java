package org.earshot.detector.stream;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Where an epoch has holes: the last stretches of samples that were passed because they did not come in time. A chunk that
 * lies there is late; any other in the past is a repetition. For one thread.
 */
final class PassedSpans {
    private static final int KEPT = 8;

    private final Deque<long[]> spans = new ArrayDeque<>();

    void add(long from, long to) {
        if (spans.size() == KEPT) {
            spans.removeFirst();
        }
        spans.add(new long[] {from, to});
    }

    /** True if any of the samples [from, to) was passed. */
    boolean touches(long from, long to) {
        return spans.stream().anyMatch(span -> from < span[1] && to > span[0]);
    }

    int bytes() {
        return 1 + spans.size() * 16;
    }

    void write(ByteBuffer to) {
        to.put((byte) spans.size());
        spans.forEach(span -> to.putLong(span[0]).putLong(span[1]));
    }

    static PassedSpans read(ByteBuffer from) {
        PassedSpans read = new PassedSpans();
        for (int n = from.get(); n > 0; n--) {
            read.spans.add(new long[] {from.getLong(), from.getLong()});
        }
        return read;
    }
}
