package org.earshot.core.dsp;

/** Takes the log-mel frames in order as they come out of {@link LogMel}. */
@FunctionalInterface
public interface FrameSink {

    /** @param logMel [mels], natural logarithm; the array is used again for the next frame, so copy what must stay. */
    void frame(float[] logMel);
}
