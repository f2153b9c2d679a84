package org.earshot.core.live;

import java.io.DataOutput;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.earshot.core.detect.state.StateException;

/**
 * The beginning of a stored session: what its detector must know of every source without fetching it.
 *
 * @param open true while a stretch is open
 * @param seenMs wall-clock time of the last chunk, milliseconds since 1970
 * @param readyBlocks blocks that can be scored
 * @param held chunks that wait for one before them
 * @param health as last measured or reported
 */
record SessionHead(boolean open, long seenMs, int readyBlocks, int held, SourceHealth health) {
    static final byte FORMAT = 4;
    /** Length of the stored form. */
    static final int BYTES = 1 + 1 + Long.BYTES + 2 * Integer.BYTES + 1;

    /** Of a source of which nothing was heard, or nothing since it was forgotten. */
    static final SessionHead UNHEARD = new SessionHead(false, 0, 0, 0, SourceHealth.UNKNOWN);

    private static final SourceHealth[] HEALTHS = SourceHealth.values();

    /** @throws StateException if the bytes are not of this format */
    static SessionHead of(byte[] stored) {
        try {
            ByteBuffer from = ByteBuffer.wrap(stored);
            byte format = from.get();
            if (format != FORMAT) {
                throw new StateException("a source's record has format " + format + ", this program reads " + FORMAT);
            }
            return new SessionHead(from.get() != 0, from.getLong(), from.getInt(), from.getInt(), HEALTHS[from.get()]);
        } catch (BufferUnderflowException | ArrayIndexOutOfBoundsException e) {
            throw new StateException("a source's record of " + stored.length + " bytes is torn", e);
        }
    }

    /** True if nothing was heard of the source, or nothing since it was forgotten. */
    boolean isUnheard() {
        return equals(UNHEARD);
    }

    /** A record as it is stored with this head in the place of its own. */
    byte[] over(byte[] stored) {
        return ByteBuffer.wrap(stored.clone())
                .put(FORMAT)
                .put((byte) (open ? 1 : 0))
                .putLong(seenMs)
                .putInt(readyBlocks)
                .putInt(held)
                .put((byte) health.ordinal())
                .array();
    }

    void write(DataOutput to) throws IOException {
        to.writeByte(FORMAT);
        to.writeBoolean(open);
        to.writeLong(seenMs);
        to.writeInt(readyBlocks);
        to.writeInt(held);
        to.writeByte(health.ordinal());
    }
}
