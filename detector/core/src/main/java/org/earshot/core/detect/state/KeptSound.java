package org.earshot.core.detect.state;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * The last sound of a source, for evidence: mono at the model's rate, by sample index, in steps of 1/32768 from the moment it
 * comes in, so that a restored source has the same to the bit.
 *
 * <p>The store holds segments of {@value #SEGMENT_SAMPLES} samples, each written once and deleted when no longer
 * needed, and one record with the samples after the last whole segment.
 *
 * <p>For one thread. Samples are kept in a ring that grows only when sound piles up.
 */
public final class KeptSound {
    static final int SEGMENT_SAMPLES = 2048;

    private static final String HEAD = "a";
    private static final float STEPS = 1 << 15;

    private final SampleBytes packed = new SampleBytes();
    private short[] ring;
    private long first;
    private long end;
    private long writtenFrom;
    private long writtenTo;
    private long heldFrom = Long.MAX_VALUE;
    private boolean changed = true;

    /** @param expectedSamples how much is usually kept */
    public KeptSound(int expectedSamples) {
        ring = new short[Integer.highestOneBit(Math.max(2 * SEGMENT_SAMPLES, expectedSamples - 1)) << 1];
    }

    /** Takes the samples that follow. */
    public void append(float[] samples, int off, int len) {
        while (end + len - alignedFirst() > ring.length) {
            grow();
        }
        for (int n = 0; n < len; n++) {
            int steps = Math.round(samples[off + n] * STEPS);
            ring[at(end + n)] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, steps));
        }
        end += len;
        changed = true;
    }

    /** Memory that it takes. */
    public long bytes() {
        return (long) ring.length * Short.BYTES;
    }

    /** Index of the first sample that is there. */
    public long first() {
        return first;
    }

    /** Index after the last. */
    public long end() {
        return end;
    }

    /** A copy of samples that are there. */
    public float[] copy(long from, long to) {
        if (from < first || to > end || from > to) {
            throw new IllegalArgumentException(
                    "samples " + from + ".." + to + " are asked for, there are " + first + ".." + end);
        }
        float[] copy = new float[(int) (to - from)];
        for (int n = 0; n < copy.length; n++) {
            copy[n] = ring[at(from + n)] / STEPS;
        }
        return copy;
    }

    /** Keeps the samples from this one on, until the next call; {@link Long#MAX_VALUE} to hold none back. */
    public void holdFrom(long sample) {
        heldFrom = sample;
    }

    /** Says that earlier samples are not needed any more, but for those that are held. */
    public void dropBefore(long sample) {
        long before = first;
        first = Math.max(first, Math.min(Math.min(sample, heldFrom), end));
        changed |= first != before;
    }

    /** Writes what changed. */
    public void save(StateStore store) {
        if (!changed) {
            return;
        }
        changed = false;
        long needed = first / SEGMENT_SAMPLES;
        long whole = end / SEGMENT_SAMPLES;
        for (; writtenFrom < Math.min(needed, writtenTo); writtenFrom++) {
            store.delete(key(writtenFrom));
        }
        writtenFrom = Math.max(writtenFrom, needed);
        writtenTo = Math.max(writtenTo, writtenFrom);
        for (; writtenTo < whole; writtenTo++) {
            long from = writtenTo * SEGMENT_SAMPLES;
            store.put(
                    key(writtenTo),
                    WorkSpace.written(
                            SampleBytes.maxBytes(SEGMENT_SAMPLES),
                            bytes -> write(from, from + SEGMENT_SAMPLES, bytes)));
        }
        store.put(HEAD, WorkSpace.written(2 * Long.BYTES + SampleBytes.maxBytes(SEGMENT_SAMPLES), head -> {
            head.putLong(first).putLong(end);
            write(tailStart(), end, head);
        }));
    }

    /** Deletes all that was written. */
    public void discard(StateStore store) {
        for (; writtenFrom < writtenTo; writtenFrom++) {
            store.delete(key(writtenFrom));
        }
        store.delete(HEAD);
    }

    /**
     * Takes over what {@link #save} wrote. If nothing was written, or not up to here, what is kept begins here.
     *
     * @param samples index of the next sample
     * @throws StateException if it is torn
     */
    public void restore(StateStore store, long samples) {
        byte[] stored = store.get(HEAD);
        if (stored == null) {
            first = samples;
            end = samples;
            writtenFrom = samples / SEGMENT_SAMPLES;
            writtenTo = writtenFrom;
            return;
        }
        try {
            read(ByteBuffer.wrap(stored), store);
        } catch (BufferUnderflowException e) {
            throw new StateException("the stored sound is torn: its head has " + stored.length + " bytes", e);
        }
        if (end != samples) {
            throw new StateException("the stored sound is torn: it ends at " + end + " instead of " + samples);
        }
    }

    private void read(ByteBuffer head, StateStore store) {
        first = head.getLong();
        end = head.getLong();
        if (first < 0 || first > end) {
            throw new StateException("the stored sound is torn: samples " + first + " to " + end);
        }
        writtenFrom = first / SEGMENT_SAMPLES;
        writtenTo = Math.max(writtenFrom, end / SEGMENT_SAMPLES);
        while (end - alignedFirst() > ring.length) {
            grow();
        }
        for (long n = writtenFrom; n < writtenTo; n++) {
            byte[] bytes = store.get(key(n));
            if (bytes == null) {
                throw new StateException("the stored sound is torn: segment " + n + " is missing");
            }
            read(n * SEGMENT_SAMPLES, ByteBuffer.wrap(bytes));
        }
        read(tailStart(), head);
    }

    /** Deletes from a store what another run wrote there that kept sound. */
    public static void discardStored(StateStore store) {
        byte[] stored = store.get(HEAD);
        if (stored == null || stored.length < 2 * Long.BYTES) {
            return;
        }
        var head = ByteBuffer.wrap(stored);
        long from = head.getLong() / SEGMENT_SAMPLES;
        long to = head.getLong() / SEGMENT_SAMPLES;
        for (long n = from; n < to; n++) {
            store.delete(key(n));
        }
        store.delete(HEAD);
    }

    private void write(long from, long to, ByteBuffer bytes) {
        int count = (int) (to - from);
        float[] segment = WorkSpace.samples(SEGMENT_SAMPLES);
        for (int n = 0; n < count; n++) {
            segment[n] = ring[at(from + n)] / STEPS;
        }
        packed.write(segment, count, bytes);
    }

    private void read(long from, ByteBuffer bytes) {
        float[] segment = WorkSpace.samples(SEGMENT_SAMPLES);
        int count = packed.read(bytes, segment, SEGMENT_SAMPLES);
        for (int n = 0; n < count; n++) {
            ring[at(from + n)] = (short) (segment[n] * STEPS);
        }
    }

    private long alignedFirst() {
        return first / SEGMENT_SAMPLES * SEGMENT_SAMPLES;
    }

    private long tailStart() {
        return Math.max(alignedFirst(), end / SEGMENT_SAMPLES * SEGMENT_SAMPLES);
    }

    private void grow() {
        short[] wider = new short[2 * ring.length];
        for (long n = alignedFirst(); n < end; n++) {
            wider[(int) (n & (wider.length - 1))] = ring[at(n)];
        }
        ring = wider;
    }

    private int at(long sample) {
        return (int) (sample & (ring.length - 1));
    }

    private static String key(long segment) {
        return "a" + segment;
    }
}
