package org.earshot.core.detect;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.earshot.core.detect.state.FrameStore;
import org.earshot.core.detect.state.KeptSound;
import org.earshot.core.detect.state.StateException;
import org.earshot.core.detect.state.StateStore;
import org.earshot.core.detect.state.WorkSpace;

/**
 * The stored form of a {@link SourcePipeline}. What a chunk changes and what a block changes are stored apart, since
 * the two come at different times, and only what changed is written:
 *
 * <pre>
 * c        after a chunk: the samples that the next frame needs, where the frames are stored, whether the sound has
 * ended
 * f0, ...  frames, each of them written once ({@link FrameStore})
 * b        after a block: which block is next, the window of the activity, open runs
 * b0, ...  sums of a block, in as many places as a clip has blocks
 * a, a0 .. sound that is kept, if any is ({@link KeptSound})
 * </pre>
 *
 * <p>For one thread.
 */
final class PipelineState {
    private static final byte FORMAT = 2;
    private static final String AFTER_CHUNK = "c";
    private static final String AFTER_BLOCK = "b";

    private final int fingerprint;
    private final ReadyBlocks blocks;
    private final FrameStore frames;
    private final FrameFeed feed;
    private final BlockListener listener;
    private final KeptSound sound;
    private boolean feedChanged = true;
    private boolean blocksChanged = true;

    /** @param sound or null */
    PipelineState(
            int fingerprint,
            ReadyBlocks blocks,
            FrameStore frames,
            FrameFeed feed,
            BlockListener listener,
            KeptSound sound) {
        this.fingerprint = fingerprint;
        this.blocks = blocks;
        this.frames = frames;
        this.feed = feed;
        this.listener = listener;
        this.sound = sound;
    }

    /** Samples came, or the sound ended. */
    void feedChanged() {
        feedChanged = true;
    }

    /** A block was done. */
    void blocksChanged() {
        blocksChanged = true;
    }

    void save(StateStore store) {
        if (feedChanged) {
            frames.save(store);
            store.put(
                    AFTER_CHUNK, WorkSpace.written(32 + feed.headBytes() + frames.headBytes(), this::writeAfterChunk));
            feedChanged = false;
        }
        if (blocksChanged) {
            listener.save(store);
            store.put(AFTER_BLOCK, WorkSpace.written(32 + listener.headBytes(), this::writeAfterBlock));
            blocksChanged = false;
        }
        if (sound != null) {
            sound.save(store);
        }
    }

    private void writeAfterChunk(ByteBuffer to) {
        to.put(FORMAT).putInt(fingerprint);
        blocks.writeEnd(to);
        frames.writeHead(to);
        feed.writeHead(to);
    }

    private void writeAfterBlock(ByteBuffer to) {
        blocks.writeNext(to);
        to.putLong(frames.first());
        listener.writeHead(to);
    }

    void discard(StateStore store) {
        frames.discard(store);
        listener.discard(store);
        if (sound != null) {
            sound.discard(store);
        }
        store.delete(AFTER_CHUNK);
        store.delete(AFTER_BLOCK);
    }

    /** @throws StateException if the store holds no state with this fingerprint, or a torn one */
    void restore(StateStore store) {
        byte[] afterChunk = store.get(AFTER_CHUNK);
        byte[] afterBlock = store.get(AFTER_BLOCK);
        if (afterChunk == null || afterBlock == null) {
            throw new StateException("there is no stored state");
        }
        try {
            read(ByteBuffer.wrap(afterChunk), ByteBuffer.wrap(afterBlock), store);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new StateException(
                    "the stored state is torn: it has " + afterChunk.length + " and " + afterBlock.length + " bytes",
                    e);
        }
    }

    private void read(ByteBuffer afterChunk, ByteBuffer afterBlock, StateStore store) {
        byte format = afterChunk.get();
        if (format != FORMAT) {
            throw new StateException("the stored state has format " + format + ", this program reads " + FORMAT);
        }
        if (afterChunk.getInt() != fingerprint) {
            throw new StateException("the stored state belongs to another model, rate or clip.blocks");
        }
        blocks.readEnd(afterChunk);
        blocks.readNext(afterBlock);
        frames.restore(afterChunk, afterBlock.getLong(), store);
        feed.restore(afterChunk);
        listener.restore(afterBlock, store);
        if (sound == null) {
            KeptSound.discardStored(store);
        } else {
            sound.restore(store, feed.modelSamples());
        }
        feedChanged = false;
        blocksChanged = false;
    }
}
