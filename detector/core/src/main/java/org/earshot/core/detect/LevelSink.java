package org.earshot.core.detect;

/** Takes the levels of frames whose samples were all heard, in order. */
@FunctionalInterface
public interface LevelSink {
    /** Wants none: then nothing is measured. */
    LevelSink NONE = (sample, power) -> {};

    /**
     * @param sample at which the frame begins, at the source's rate and counted from the pipeline's first
     * @param power A-weighted mean square, full scale 1
     */
    void frame(long sample, double power);
}
