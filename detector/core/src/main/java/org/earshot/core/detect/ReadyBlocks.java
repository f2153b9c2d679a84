package org.earshot.core.detect;

import java.nio.ByteBuffer;
import org.earshot.core.detect.state.FrameStore;
import org.earshot.core.infer.Scores;

/**
 * Which blocks of a source can be scored, and their input: the queue between its frames and the network.
 *
 * <p>Block i, frames [S, E), is ready once R frames beyond its end are there and one more block is certain to follow,
 * or the sound has ended. Its input is the frames [S - R, E + R), without those before the sound or after its end:
 *
 * <pre>
 * frames   0 ......... 31 ........ 62 ........ 93 .. 105
 *          |  block 0  |  block 1  |  block 2  |  12  |      R = 12: block 2 is ready
 *                            |  input of block 2  |
 *                            50                 105
 * </pre>
 *
 * <p>For one thread.
 */
final class ReadyBlocks {
    private final BlockGrid grid;
    private final int context;
    private final FrameStore frames;
    private long next;
    private boolean finished;
    private long realFrames;

    /** @param context R, the frames that the network sees to each side of a block */
    ReadyBlocks(BlockGrid grid, int context, FrameStore frames) {
        this.grid = grid;
        this.context = context;
        this.frames = frames;
    }

    /** No frame will follow. @param real how many of them are sound, the others filling up the last block */
    void finish(long real) {
        realFrames = real;
        finished = true;
    }

    boolean isFinished() {
        return finished;
    }

    /** Blocks that can be scored now. */
    int count() {
        long seen = frames.frames();
        if (finished) {
            return seen == 0 ? 0 : (int) (grid.blockOf(seen - 1) + 1 - next);
        }
        // One frame beyond the block must exist even if the network sees no further, so that a last block remains at
        // the end.
        long settled = seen - Math.max(context, 1);
        return settled < 0 ? 0 : (int) (grid.blockOf(settled) - next);
    }

    int maxFrames() {
        return grid.maxBlockFrames() + 2 * context;
    }

    /** Frames, with context and look-ahead, of the block that is {@code ahead} behind the oldest ready one. */
    int frames(int ahead) {
        long block = ready(ahead);
        return (int) (inputEnd(block) - inputStart(block));
    }

    /** Copies the input of the block that is {@code ahead} behind the oldest ready one, [frames][mels]. */
    void copy(int ahead, float[] dst, int off) {
        long block = ready(ahead);
        frames.copy(inputStart(block), inputEnd(block), dst, off);
    }

    /** True if the block that is {@code ahead} behind the oldest ready one has all the frames around it that the network sees. */
    boolean isWhole(int ahead) {
        return grid.start(ready(ahead)) >= context && !finished;
    }

    /** Frames of context that the oldest ready block has before it. */
    int framesBefore() {
        return (int) (grid.start(next) - inputStart(next));
    }

    /** True if at least one frame of the oldest ready block has all of its samples. */
    boolean isNextHeard() {
        long to = Math.min(grid.end(ready(0)), frames.frames());
        for (long t = grid.start(next); t < to; t++) {
            if (frames.heard(t)) {
                return true;
            }
        }
        return false;
    }

    /** The oldest ready block with its scores. @param before where in the scores its own frames begin */
    ScoredBlock scored(Scores scores, int batchIndex, int before) {
        long to = Math.min(grid.end(next), finished ? realFrames : Long.MAX_VALUE);
        boolean last = finished && count() == 1;
        return new ScoredBlock(next, grid.start(next), to, last, scores, batchIndex, before);
    }

    /** The oldest ready block is done. @return frames that are scored */
    long pass() {
        next++;
        return Math.min(grid.start(next), frames.frames());
    }

    /** First frame that the next blocks, or rows that repeat it, need of those before {@code scored}. */
    long firstNeeded(long scored) {
        return Math.max(0, scored - Math.max(context, FrameStore.REPEATED_FROM));
    }

    /** Writes what changes when the sound ends. */
    void writeEnd(ByteBuffer to) {
        to.put((byte) (finished ? 1 : 0)).putLong(realFrames);
    }

    void readEnd(ByteBuffer from) {
        finished = from.get() != 0;
        realFrames = from.getLong();
    }

    /** Writes what changes with each block. */
    void writeNext(ByteBuffer to) {
        to.putLong(next);
    }

    void readNext(ByteBuffer from) {
        next = from.getLong();
    }

    private long inputStart(long block) {
        return Math.max(0, grid.start(block) - context);
    }

    private long inputEnd(long block) {
        return Math.min(grid.end(block) + context, frames.frames());
    }

    private long ready(int ahead) {
        if (ahead < 0 || ahead >= count()) {
            throw new IllegalStateException("block " + ahead + " is not ready, there are " + count());
        }
        return next + ahead;
    }
}
