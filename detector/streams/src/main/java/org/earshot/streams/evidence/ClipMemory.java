package org.earshot.streams.evidence;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Room in the heap for the clips that an {@link EvidenceArchive} has in work, shared by all tasks of a process. A clip without
 * room waits in its task's store. Safe for use by several threads.
 */
public final class ClipMemory {
    /** The clip, and as much again for the files that are made of it. */
    private static final long SAMPLE_BYTES = 2 * Float.BYTES;

    private static final long LEAST_BYTES = 16 << 20;
    private static final int HEAP_PARTS = 16;

    private final long mostBytes;
    private final AtomicLong usedBytes = new AtomicLong();

    public ClipMemory(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** A sixteenth of this process's heap. */
    public static ClipMemory ofHeap() {
        return new ClipMemory(Math.max(LEAST_BYTES, Runtime.getRuntime().maxMemory() / HEAP_PARTS));
    }

    /** Takes room for a clip. @return false if there is none */
    public boolean take(long samples) {
        long bytes = bytes(samples);
        long before = usedBytes.getAndUpdate(used -> fits(used, bytes) ? used + bytes : used);
        return fits(before, bytes);
    }

    /** Gives the room of a clip back. */
    public void give(long samples) {
        usedBytes.addAndGet(-bytes(samples));
    }

    /** A long clip counts as half of the room: it must not wait until nobody else has one. */
    private long bytes(long samples) {
        return Math.min(samples * SAMPLE_BYTES, (mostBytes + 1) / 2);
    }

    private boolean fits(long used, long bytes) {
        return used + bytes <= mostBytes;
    }
}
