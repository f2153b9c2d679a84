package org.earshot.core.detect;

import org.earshot.core.model.ConfigurationException;

/**
 * The blocks of a stream: block i ends before frame floor((i + 1) * clipFrames / blocks), so that any {@code blocks}
 * blocks in a row hold exactly {@code clipFrames} frames. For 311 frames and 10 blocks the ends are 31, 62, 93, 124,
 * 155, 186, 217, 248, 279, 311, 342, ...
 *
 * <p>Frames and blocks count from 0 at the start of an epoch. Immutable.
 *
 * @param clipFrames frames of the clip that a tag speaks of
 * @param blocks blocks in a clip; 1 gives disjoint clips
 */
public record BlockGrid(int clipFrames, int blocks) {
    public BlockGrid {
        if (blocks < 1 || blocks > clipFrames) {
            throw new ConfigurationException(
                    "clip.blocks must lie in 1.." + clipFrames + " (the frames of a clip), is " + blocks);
        }
    }

    /** First frame of a block. */
    public long start(long block) {
        return block * clipFrames / blocks;
    }

    /** Frame after the last of a block. */
    public long end(long block) {
        return start(block + 1);
    }

    /** First frame of the clip that ends with a block; 0 where the epoch is younger than a clip. */
    public long clipStart(long block) {
        return stretchStart(block, blocks);
    }

    /** First frame of the last n blocks up to and including a block; 0 where the epoch is younger. */
    public long stretchStart(long block, int stretchBlocks) {
        return start(Math.max(0, block + 1 - stretchBlocks));
    }

    /** The number of blocks closest to a number of frames: 1 at least, a clip at most. */
    public int blocksOf(int frames) {
        return Math.max(1, Math.min(blocks, Math.round((float) frames * blocks / clipFrames)));
    }

    /** The block that holds a frame. */
    public long blockOf(long frame) {
        return ((frame + 1) * blocks - 1) / clipFrames;
    }

    /** Frames of the longest block. */
    public int maxBlockFrames() {
        return (clipFrames + blocks - 1) / blocks;
    }
}
