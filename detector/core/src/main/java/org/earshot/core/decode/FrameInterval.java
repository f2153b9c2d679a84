package org.earshot.core.decode;

/**
 * A half-open run of frames [onset, offset).
 *
 * @param onset first frame of the run
 * @param offset frame after the last
 */
public record FrameInterval(long onset, long offset) {
    public FrameInterval {
        if (onset < 0 || offset < onset) {
            throw new IllegalArgumentException("0 <= onset <= offset must hold: [" + onset + ", " + offset + ")");
        }
    }

    public long frames() {
        return offset - onset;
    }
}
