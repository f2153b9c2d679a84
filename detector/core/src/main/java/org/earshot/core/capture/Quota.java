package org.earshot.core.capture;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Holds a source to its speed: a bucket that fills with the sound that has to be scored and leaks with the time in which it
 * comes. What is bridged is scored too, so it counts like sound; a stretch that ends costs a call of the network, so the next
 * one counts {@value #STRETCH_SECONDS} s more. For one thread.
 *
 * <pre>
 * speed 2, burst 60 s
 * at 0 s    60 s of sound at once    taken, level 60
 *           1 s more                 refused
 * at 10 s   20 s of sound            taken: the level had sunk by 2 * 10 to 40
 * </pre>
 */
public final class Quota {
    private static final double STRETCH_SECONDS = 1;

    private float excessSeconds;
    private long excessAtMs;

    /**
     * Counts a chunk.
     *
     * @param seconds of sound that the chunk adds, a bridged hole included
     * @param beginsAnew true if a stretch begins with it
     * @param arrivedMs when the newest record arrived, milliseconds since 1970. The chunk's own time of arrival may be the
     *     sender's, and then it could say that time passed as it likes
     * @throws RejectedChunkException if the bucket runs over; then the chunk does not count
     */
    public void charge(String sourceId, double seconds, boolean beginsAnew, long arrivedMs, SourceLimits limits) {
        if (limits.maxSpeed() == 0) {
            return;
        }
        // The clock may have been set back.
        excessAtMs = Math.min(excessAtMs, arrivedMs);
        double leaked = (arrivedMs - excessAtMs) / 1000.0 * limits.maxSpeed();
        double level = excessAtMs == 0 ? 0 : Math.max(0, excessSeconds - leaked);
        double after = level + seconds + (beginsAnew && excessAtMs != 0 ? STRETCH_SECONDS : 0);
        if (after > limits.burst().toMillis() / 1000.0) {
            throw new RejectedChunkException(
                    RejectReason.OVER_QUOTA,
                    "source " + sourceId + " sends faster than " + limits.maxSpeed()
                            + " times its rate; slow it down or raise the limit");
        }
        excessSeconds = (float) after;
        excessAtMs = arrivedMs;
    }

    public void write(DataOutput to) throws IOException {
        to.writeFloat(excessSeconds);
        to.writeLong(excessAtMs);
    }

    public void read(DataInput from) throws IOException {
        excessSeconds = from.readFloat();
        excessAtMs = from.readLong();
    }
}
