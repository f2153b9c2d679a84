package org.earshot.core.capture;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The last captures of a source before the one in force, at most {@value #KEPT}: a stray chunk of one of them is late, not the
 * beginning of another. For one thread.
 */
public final class EarlierCaptures {
    static final int KEPT = 8;

    private final Deque<Known> known = new ArrayDeque<>();

    /**
     * What is remembered of a capture.
     *
     * @param epochId as the sender named it
     * @param id as records named it
     * @param nextSample the sample that was due
     */
    record Known(String epochId, String id, long nextSample) {}

    void add(Capture left) {
        known.removeIf(k -> k.epochId().equals(left.epochId));
        if (known.size() == KEPT) {
            known.removeFirst();
        }
        known.add(new Known(left.epochId, left.id, left.nextSample()));
    }

    /** The newest capture that the sender named so, or null. */
    Known find(String epochId) {
        for (Known k : known) {
            if (k.epochId().equals(epochId)) {
                return k;
            }
        }
        return null;
    }

    void write(DataOutput to) throws IOException {
        to.writeByte(known.size());
        for (Known k : known) {
            to.writeUTF(k.epochId());
            to.writeUTF(k.id());
            to.writeLong(k.nextSample());
        }
    }

    void read(DataInput from) throws IOException {
        known.clear();
        for (int n = from.readByte(); n > 0; n--) {
            known.add(new Known(from.readUTF(), from.readUTF(), from.readLong()));
        }
    }
}
