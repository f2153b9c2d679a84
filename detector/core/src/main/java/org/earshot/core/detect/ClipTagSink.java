package org.earshot.core.detect;

/** Takes the clip-level scores, one clip at the end of each block. */
@FunctionalInterface
public interface ClipTagSink {
    /** A sink for those who want no clips. */
    ClipTagSink NONE = clip -> {};

    void clip(TaggedClip clip);
}
