package org.earshot.core.capture;

import java.util.function.LongToDoubleFunction;

/** Makes chunks of sounds that are functions of the sample index, for tests. Immutable. */
public record Chunks(String source, String epoch, int rateHz, long beganMicros) {
    public static final long START_MICROS = 1_767_225_600_000_000L;

    public static Chunks of(String source) {
        return new Chunks(source, "e", 16_000, START_MICROS);
    }

    public Chunks epoch(String other) {
        return new Chunks(source, other, rateHz, beganMicros);
    }

    public Chunks rate(int hz) {
        return new Chunks(source, epoch, hz, beganMicros);
    }

    /** The same with a capture that begins so many seconds later. */
    public Chunks later(double seconds) {
        return new Chunks(source, epoch, rateHz, beganMicros + Math.round(seconds * 1e6));
    }

    public Chunk second(int second, LongToDoubleFunction sound) {
        return chunk((long) second * rateHz, (second + 1L) * rateHz, sound);
    }

    /** The samples [from, to). */
    public Chunk chunk(long from, long to, LongToDoubleFunction sound) {
        float[] mono = new float[(int) (to - from)];
        for (int n = 0; n < mono.length; n++) {
            mono[n] = (float) sound.applyAsDouble(from + n);
        }
        long captured = beganMicros + Math.floorDiv(from * 1_000_000, (long) rateHz);
        return new Chunk(source, epoch, rateHz, from, captured, mono, mono.length, false);
    }

    public static Chunk last(Chunk chunk) {
        return new Chunk(
                chunk.sourceId(),
                chunk.epochId(),
                chunk.rateHz(),
                chunk.firstSample(),
                chunk.capturedMicros(),
                chunk.mono(),
                chunk.samples(),
                true);
    }
}
