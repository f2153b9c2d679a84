package org.earshot.core.live;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.earshot.core.capture.CaptureLog;
import org.earshot.core.capture.Quota;
import org.earshot.core.capture.WaitingChunks;
import org.earshot.core.detect.state.StateException;
import org.earshot.core.detect.state.StateStore;
import org.earshot.core.level.SourceLevels;

/**
 * The stored form of a {@link SourceSession}, without its stretch: the {@link SessionHead}, then the identity of what scored it,
 * then the parts of the session one after the other. For one thread.
 */
record SessionRecord(
        SessionHealth health,
        Stretch stretch,
        Quota quota,
        CaptureLog captures,
        SessionEvents events,
        WaitingChunks waiting,
        SourceLevels levels) {

    /** @param identity of the model and the settings */
    byte[] write(SessionHead head, long identity) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (DataOutputStream to = new DataOutputStream(bytes)) {
            head.write(to);
            to.writeLong(identity);
            health.write(to);
            to.writeFloat(stretch.lastSample());
            quota.write(to);
            captures.write(to);
            events.write(to);
            waiting.write(to);
            levels.write(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Fills the parts with what {@link #write} wrote.
     *
     * @param parts where waiting chunks are stored
     * @return the identity
     * @throws StateException if the bytes are torn
     */
    long read(SessionHead head, byte[] stored, String sourceId, StateStore parts) {
        try (DataInputStream from = new DataInputStream(new ByteArrayInputStream(stored))) {
            from.skipNBytes(SessionHead.BYTES);
            long identity = from.readLong();
            health.read(from, head.health());
            stretch.setLastSample(from.readFloat());
            quota.read(from);
            captures.read(from);
            if (head.isUnheard()) {
                captures.leave();
            }
            events.read(from);
            waiting.read(from, sourceId, parts);
            if (from.available() > 0) {
                // Up to 1.0 a record ended here.
                levels.read(from);
            }
            return identity;
        } catch (IOException e) {
            throw new StateException("the record of source " + sourceId + " is torn", e);
        }
    }
}
