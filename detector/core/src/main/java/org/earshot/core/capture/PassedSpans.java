package org.earshot.core.capture;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Where a capture has holes: the last stretches of samples that were passed because they did not come in time. A chunk
 * that falls there is late; any other in the past is a repetition. For one thread.
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

    void write(DataOutput to) throws IOException {
        to.writeByte(spans.size());
        for (long[] span : spans) {
            to.writeLong(span[0]);
            to.writeLong(span[1]);
        }
    }

    static PassedSpans read(DataInput from) throws IOException {
        PassedSpans read = new PassedSpans();
        for (int n = from.readByte(); n > 0; n--) {
            read.spans.add(new long[] {from.readLong(), from.readLong()});
        }
        return read;
    }
}
