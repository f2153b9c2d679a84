package org.earshot.detector.stream;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.earshot.detector.detect.StateException;

/**
 * What is known of a source's current epoch beside its pipeline: where its samples stand, its clock, its counters. Kept in
 * the store as a few hundred bytes.
 *
 * <p>A stretch is a run of samples without a hole that was too long to fill; each has a pipeline of its own, whose samples
 * count from the stretch's first.
 *
 * <p>For one thread.
 */
final class Epoch {
    private static final byte FORMAT = 1;

    final String id;
    final int rateHz;
    final EpochClock clock;
    final PassedSpans passed;
    /** UTC time of the onset of each open event, by label; the time that its first record gave. */
    final Map<Integer, Long> openOnsets = new HashMap<>();

    String previousId;
    /** Index in the epoch of the pipeline's sample 0. */
    long stretchStart;
    /** Index of the sample that is due. */
    long nextSample;
    /** UTC time of the end of the last chunk by the sender's clock, microseconds since 1970. */
    long lastMicros;

    long skewMs;
    long gaps;
    long late;
    boolean ended;
    boolean stale;
    /** True while the pipeline has a state in the store. */
    boolean open;
    /** Wall-clock time of the last chunk, milliseconds since 1970. */
    long seenMs;
    /** Seconds of sound beyond the allowed speed, and the arrival time they were counted at. */
    float excessSeconds;

    long excessAtMs;

    Epoch(AudioRecord first, String previousId) {
        this(
                first.epochId(),
                first.rateHz(),
                new EpochClock(first.rateHz(), first.firstSample(), first.capturedMicros()),
                new PassedSpans());
        this.previousId = previousId;
        this.stretchStart = first.firstSample();
        this.nextSample = first.firstSample();
    }

    private Epoch(String id, int rateHz, EpochClock clock, PassedSpans passed) {
        this.id = id;
        this.rateHz = rateHz;
        this.clock = clock;
        this.passed = passed;
    }

    /** Where a chunk stands. @throws RejectedChunkException if its rate is not the epoch's */
    Placement place(AudioRecord chunk, long gapFillMaxMs) {
        if (!chunk.epochId().equals(id)) {
            return chunk.epochId().equals(previousId) ? Placement.LATE : Placement.NEW_EPOCH;
        }
        if (chunk.rateHz() != rateHz) {
            throw new RejectedChunkException(
                    RejectReason.WRONG_RATE,
                    "sample_rate_hz is " + chunk.rateHz() + ", the epoch began with " + rateHz
                            + "; begin a new epoch when the rate changes");
        }
        long begin = chunk.firstSample();
        long end = chunk.endSample();
        if (end <= nextSample && (chunk.samples() > 0 || ended)) {
            return chunk.samples() > 0 && passed.touches(begin, end) ? Placement.LATE : Placement.REPEATED;
        }
        if (ended) {
            return Placement.LATE;
        }
        if (!open) {
            return Placement.AFTER_LONG_GAP;
        }
        long gap = begin - nextSample;
        if (gap <= 0 || chunk.samples() == 0) {
            return Placement.NEXT;
        }
        return gap * 1000.0 / rateHz <= gapFillMaxMs ? Placement.AFTER_SHORT_GAP : Placement.AFTER_LONG_GAP;
    }

    /** Passes over the samples that did not come. */
    void skipTo(long sample) {
        passed.add(nextSample, sample);
        nextSample = sample;
        gaps++;
    }

    /** UTC onset of an event, the same in all its records. */
    long onsetMicros(int label, long onsetSample, boolean last) {
        Long told = last ? openOnsets.remove(label) : openOnsets.get(label);
        if (told != null) {
            return told;
        }
        long micros = clock.microsAt(onsetSample);
        if (!last) {
            openOnsets.put(label, micros);
        }
        return micros;
    }

    byte[] toBytes() {
        byte[] name = id.getBytes(StandardCharsets.UTF_8);
        byte[] previous = previousId == null ? new byte[0] : previousId.getBytes(StandardCharsets.UTF_8);
        ByteBuffer to = ByteBuffer.allocate(
                96 + name.length + previous.length + clock.bytes() + passed.bytes() + 12 * openOnsets.size());
        to.put(FORMAT).put((byte) ((ended ? 1 : 0) | (stale ? 2 : 0) | (open ? 4 : 0) | (previousId == null ? 0 : 8)));
        to.putShort((short) name.length)
                .put(name)
                .putShort((short) previous.length)
                .put(previous);
        to.putInt(rateHz)
                .putLong(stretchStart)
                .putLong(nextSample)
                .putLong(lastMicros)
                .putLong(skewMs);
        to.putLong(gaps).putLong(late).putLong(seenMs).putFloat(excessSeconds).putLong(excessAtMs);
        clock.write(to);
        passed.write(to);
        to.putShort((short) openOnsets.size());
        openOnsets.forEach((label, micros) -> to.putInt(label).putLong(micros));
        byte[] bytes = new byte[to.position()];
        to.flip().get(bytes);
        return bytes;
    }

    /** @throws StateException if the bytes are not of this format */
    static Epoch fromBytes(byte[] bytes) {
        try {
            ByteBuffer from = ByteBuffer.wrap(bytes);
            byte format = from.get();
            if (format != FORMAT) {
                throw new StateException("a source's record has format " + format + ", this program reads " + FORMAT);
            }
            return read(from);
        } catch (BufferUnderflowException e) {
            throw new StateException("a source's record of " + bytes.length + " bytes is torn", e);
        }
    }

    private static Epoch read(ByteBuffer from) {
        byte flags = from.get();
        String id = string(from);
        String previous = string(from);
        int rateHz = from.getInt();
        long stretchStart = from.getLong();
        long nextSample = from.getLong();
        long lastMicros = from.getLong();
        long skewMs = from.getLong();
        long gaps = from.getLong();
        long late = from.getLong();
        long seenMs = from.getLong();
        float excessSeconds = from.getFloat();
        long excessAtMs = from.getLong();
        Epoch epoch = new Epoch(id, rateHz, EpochClock.read(rateHz, from), PassedSpans.read(from));
        for (int n = from.getShort(); n > 0; n--) {
            epoch.openOnsets.put(from.getInt(), from.getLong());
        }
        epoch.ended = (flags & 1) != 0;
        epoch.stale = (flags & 2) != 0;
        epoch.open = (flags & 4) != 0;
        epoch.previousId = (flags & 8) == 0 ? null : previous;
        epoch.stretchStart = stretchStart;
        epoch.nextSample = nextSample;
        epoch.lastMicros = lastMicros;
        epoch.skewMs = skewMs;
        epoch.gaps = gaps;
        epoch.late = late;
        epoch.seenMs = seenMs;
        epoch.excessSeconds = excessSeconds;
        epoch.excessAtMs = excessAtMs;
        return epoch;
    }

    private static String string(ByteBuffer from) {
        byte[] bytes = new byte[from.getShort()];
        from.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
