package org.earshot.core.detect;

import java.nio.ByteBuffer;
import org.earshot.core.detect.state.FrameStore;
import org.earshot.core.detect.state.StateStore;

/** What makes tags and events of the scores of consecutive blocks. For one thread. */
interface BlockListener {
    void scored(ScoredBlock block, FrameStore frames, DetectionSink detections, ClipTagSink clips);

    /** First frame whose level and share of real audio will still be asked for, given the frames scored so far. */
    long firstFrameNeeded(long scoredFrames);

    /** First frame that an event whose ENDED is still to come can have, given the frames scored so far. */
    long firstPossibleOnset(long scoredFrames);

    /** Writes what changes once a block. */
    void save(StateStore store);

    /** Deletes what {@link #save} wrote. */
    void discard(StateStore store);

    int headBytes();

    void writeHead(ByteBuffer to);

    void restore(ByteBuffer head, StateStore store);
}
