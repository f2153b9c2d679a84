package org.earshot.core.detect;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.earshot.core.detect.state.FrameStore;
import org.earshot.core.detect.state.KeptSound;
import org.earshot.core.detect.state.StateException;
import org.earshot.core.detect.state.StateStore;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Manifest;

/**
 * One epoch of one source from samples to tags and events, each frame scored once.
 *
 * <p>Samples become frames (resampled, log-mel, in steps of 1/1024), frames become blocks ({@link BlockGrid}). Block i,
 * frames [S, E), is ready once R frames beyond its end are there and one more block is certain to follow, or the sound has
 * ended. Its input is the frames [S - R, E + R): R of context before and of look-ahead behind, where R is what the network
 * sees to each side, so the middle equals what the network says of the uncut sound. At the start of an epoch the missing
 * context is left out, at its end the missing look-ahead; neither is replaced by zeros. Whoever owns the network scores the
 * oldest ready block, in any batch and after any delay, and hands the scores to {@link #apply}.
 *
 * <p>A model whose pooling is no ratio of sums gets whole clips, without context, the last one completed with silence; its
 * events are told at the end of their clip.
 *
 * <p>The detections depend on the sound alone: not on how it was cut, nor on when blocks were scored, nor on how often the
 * pipeline was saved and restored in between. The state is a value in a {@link StateStore}: a head of a few kilobytes that
 * changes with every chunk, segments of eight frames that are written once, one record of sums per block, and the last sums
 * of the windowed activity once a block. Saving is cheap and writes only what changed; restoring is possible at any point,
 * and what was not yet scored is ready again.
 *
 * <p>For one thread. In steady state nothing is allocated per frame. Source of the method: the sums of FAP pooling (Liu et
 * al. 2021, section 2) split over time.
 */
public final class SourcePipeline {
    private static final byte FORMAT = 1;
    private static final String HEAD = "h";

    private final Manifest manifest;
    private final BlockGrid grid;
    private final int fingerprint;
    private final int context;
    private final FrameStore frames;
    private final FrameFeed feed;
    private final SampleScale scale;
    private final DetectorSettings.SoundKept soundKept;
    private final KeptSound sound;
    private final BlockListener listener;
    private long nextBlock;
    private boolean finished;
    private long realFrames;
    private long soundHeldFrom = Long.MAX_VALUE;

    /**
     * A source at the beginning of an epoch.
     *
     * @param sourceRateHz samples per second that {@link #accept} will get
     * @throws ConfigurationException if the settings do not fit the model
     */
    public SourcePipeline(Manifest manifest, DetectorSettings settings, int sourceRateHz) {
        if (settings.thresholds().size() != manifest.classes()) {
            throw new ConfigurationException("thresholds must be given for each of the " + manifest.classes()
                    + " labels, are " + settings.thresholds().size());
        }
        int clipFrames = manifest.frontEnd().clipFrames();
        if (manifest.activity().windowFrames() > clipFrames) {
            throw new ConfigurationException("the window of the activity must be shorter than a clip of " + clipFrames
                    + " frames, has " + manifest.activity().windowFrames());
        }
        this.manifest = manifest;
        this.grid = new BlockGrid(clipFrames, manifest.streams() ? settings.clipBlocks() : 1);
        this.context = manifest.streams() ? manifest.receptiveFrames() : 0;
        this.fingerprint = StateFingerprint.of(manifest, grid, sourceRateHz);
        this.frames = new FrameStore(manifest.frontEnd().mels(), 2 * context + 2 * grid.maxBlockFrames() + 32);
        this.soundKept = settings.soundKept();
        this.sound = soundKept.any() ? new KeptSound(soundKept.leadSamples() + clipSamples()) : null;
        this.feed = new FrameFeed(manifest.frontEnd(), sourceRateHz, frames, sound);
        this.scale = SampleScale.of(manifest.frontEnd(), sourceRateHz);
        var maker = new DetectionMaker(scale);
        this.listener = manifest.streams()
                ? new StreamingEvents(manifest, settings, grid, maker)
                : new WholeClipEvents(manifest, settings, maker);
    }

    /** Takes the next samples. @param mono at the source's rate, full scale 1 */
    public void accept(float[] mono, int off, int len) {
        requireUnfinished();
        feed.accept(mono, off, len);
    }

    /** Passes over samples that never came: the frames that touch them are not valid and count for nothing. */
    public void fillGap(long samples) {
        requireUnfinished();
        feed.fillGap(samples);
    }

    /** Says that the epoch has ended. What is left becomes ready, the last block perhaps shorter than the others. */
    public void finish() {
        requireUnfinished();
        feed.finish();
        realFrames = frames.frames();
        boolean clipBegun = realFrames % grid.clipFrames() > 0 || realFrames == 0 && feed.modelSamples() > 0;
        if (!manifest.streams() && clipBegun) {
            realFrames = feed.padTo(grid.end(grid.blockOf(realFrames)));
        }
        finished = true;
    }

    /** True once {@link #finish} was called. */
    public boolean isFinished() {
        return finished;
    }

    /** True once the epoch has ended and every block of it was applied: nothing more will come. */
    public boolean isDone() {
        return finished && readyBlocks() == 0;
    }

    /** Source samples taken so far, filled gaps included: the index of the next one. */
    public long samples() {
        return feed.samples();
    }

    /** Blocks that can be scored now. */
    public int readyBlocks() {
        long seen = frames.frames();
        if (finished) {
            return seen == 0 ? 0 : (int) (grid.blockOf(seen - 1) + 1 - nextBlock);
        }
        // One frame beyond the block must exist even if the network sees no further, so that a last block remains at
        // the end.
        long settled = seen - Math.max(context, 1);
        return settled < 0 ? 0 : (int) (grid.blockOf(settled) - nextBlock);
    }

    /** The most frames that any block has with context and look-ahead. */
    public int maxBlockFrames() {
        return grid.maxBlockFrames() + 2 * context;
    }

    /** Frames of the oldest ready block with context and look-ahead. */
    public int nextBlockFrames() {
        return blockFrames(0);
    }

    /** Copies the log-mel input of the oldest ready block, [frames][mels]. */
    public void copyNextBlock(float[] dst, int off) {
        copyBlock(0, dst, off);
    }

    /** Frames, with context and look-ahead, of the block that is {@code ahead} behind the oldest ready one. */
    public int blockFrames(int ahead) {
        long block = ready(ahead);
        return (int) (inputEnd(block) - inputStart(block));
    }

    /** Copies the log-mel input of the block that is {@code ahead} behind the oldest ready one, [frames][mels]. */
    public void copyBlock(int ahead, float[] dst, int off) {
        long block = ready(ahead);
        frames.copy(inputStart(block), inputEnd(block), dst, off);
    }

    /** The same as {@link #apply(Scores, int, DetectionSink, ClipTagSink)} for those who want no tags. */
    public void apply(Scores scores, int batchIndex, DetectionSink detections) {
        apply(scores, batchIndex, detections, ClipTagSink.NONE);
    }

    /**
     * Takes the scores of the oldest ready block, which is done then.
     *
     * @param batchIndex where in the scores' batch the block stands
     * @param clips gets the tags of the clip that ends with the block
     */
    public void apply(Scores scores, int batchIndex, DetectionSink detections, ClipTagSink clips) {
        int expected = blockFrames(0);
        if (scores.frames() != expected || scores.classes() != manifest.classes()) {
            throw new IllegalArgumentException("scores of " + expected + " frames and " + manifest.classes()
                    + " labels are due, not of " + scores.frames() + " and " + scores.classes());
        }
        int before = (int) (grid.start(nextBlock) - inputStart(nextBlock));
        apply(scores, batchIndex, before, detections, clips);
    }

    /** True if no frame of the oldest ready block was heard whole: whatever the network says of it counts for nothing. */
    public boolean isNextUnheard() {
        long to = Math.min(grid.end(ready(0)), frames.frames());
        for (long t = grid.start(nextBlock); t < to; t++) {
            if (frames.heard(t)) {
                return false;
            }
        }
        return manifest.streams();
    }

    /** Takes the oldest ready block without asking the network; only if {@link #isNextUnheard}. */
    public void applyUnheard(DetectionSink detections, ClipTagSink clips) {
        int blockFrames = blockFrames(0);
        int values = manifest.classes() * blockFrames;
        Scores nothing = new Scores(
                1,
                blockFrames,
                manifest.classes(),
                new float[manifest.classes()],
                new float[values],
                new float[values],
                new float[values]);
        apply(nothing, 0, detections, clips);
    }

    private void apply(Scores scores, int batchIndex, int before, DetectionSink detections, ClipTagSink clips) {
        long from = grid.start(nextBlock);
        long to = Math.min(grid.end(nextBlock), finished ? realFrames : Long.MAX_VALUE);
        boolean last = finished && readyBlocks() == 1;
        var block = new ScoredBlock(nextBlock, from, to, last, scores, batchIndex, before);
        listener.scored(block, frames, detections, clips);
        nextBlock++;
        long scored = Math.min(grid.start(nextBlock), frames.frames());
        int kept = Math.max(context, FrameStore.REPEATED_FROM);
        frames.dropBefore(Math.min(listener.firstFrameNeeded(scored), Math.max(0, scored - kept)));
        if (sound != null) {
            dropSound(scored);
        }
    }

    /** Sound of events that are still to be told stays, of a very long one its last part. */
    private void dropSound(long scored) {
        int hop = manifest.frontEnd().hopSamples();
        long needed = listener.firstPossibleOnset(scored) * hop;
        long bound = scored * hop - soundKept.eventSamples() - clipSamples();
        sound.dropBefore(Math.min(Math.max(needed, bound) - soundKept.leadSamples(), soundHeldFrom));
    }

    private int clipSamples() {
        return manifest.frontEnd().clipFrames() * manifest.frontEnd().hopSamples();
    }

    /** True if the settings say that sound is kept for evidence. */
    public boolean keepsSound() {
        return sound != null;
    }

    /** Index, at the model's rate and counted from the pipeline's first, of the first sample of sound that is there. */
    public long firstSound() {
        return sound.first();
    }

    /** Index after the last sample of sound that is there. */
    public long endSound() {
        return sound.end();
    }

    /** A copy of sound that is there, at the model's rate. */
    public float[] copySound(long from, long to) {
        return sound.copy(from, to);
    }

    /** Keeps sound from a sample of the model's rate on, until told otherwise; {@link Long#MAX_VALUE} to hold none back. */
    public void holdSoundFrom(long sample) {
        soundHeldFrom = sample;
    }

    /** The model's sample at or before a sample of the source. */
    public long modelSampleAtOrBefore(long sourceSample) {
        return scale.modelSampleAtOrBefore(sourceSample);
    }

    /** The model's sample at or after a sample of the source. */
    public long modelSampleAtOrAfter(long sourceSample) {
        return scale.modelSampleAtOrAfter(sourceSample);
    }

    /** Brings a store up to date. The store must be the one that this pipeline was restored from, or an empty one. */
    public void save(StateStore store) {
        frames.save(store);
        listener.save(store);
        if (sound != null) {
            sound.save(store);
        }
        var head = ByteBuffer.allocate(64 + feed.headBytes() + frames.headBytes() + listener.headBytes());
        head.put(FORMAT).putInt(fingerprint);
        head.put((byte) (finished ? 1 : 0)).putLong(realFrames).putLong(nextBlock);
        frames.writeHead(head);
        feed.writeHead(head);
        listener.writeHead(head);
        byte[] bytes = new byte[head.position()];
        head.flip().get(bytes);
        store.put(HEAD, bytes);
    }

    /** Deletes from the store all that {@link #save} wrote, at the end of an epoch. */
    public void discard(StateStore store) {
        frames.discard(store);
        listener.discard(store);
        if (sound != null) {
            sound.discard(store);
        }
        store.delete(HEAD);
    }

    /**
     * A source as it was saved.
     *
     * @throws StateException if the store holds no state of this model, rate and block layout, or a torn one
     */
    public static SourcePipeline restore(
            Manifest manifest, DetectorSettings settings, int sourceRateHz, StateStore store) {
        byte[] stored = store.get(HEAD);
        if (stored == null) {
            throw new StateException("there is no stored state");
        }
        var pipeline = new SourcePipeline(manifest, settings, sourceRateHz);
        try {
            pipeline.read(ByteBuffer.wrap(stored), store);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new StateException("the stored state is torn: its head has " + stored.length + " bytes", e);
        }
        return pipeline;
    }

    private void read(ByteBuffer head, StateStore store) {
        byte format = head.get();
        if (format != FORMAT) {
            throw new StateException("the stored state has format " + format + ", this program reads " + FORMAT);
        }
        if (head.getInt() != fingerprint) {
            throw new StateException("the stored state belongs to another model, rate or clip.blocks");
        }
        finished = head.get() != 0;
        realFrames = head.getLong();
        nextBlock = head.getLong();
        frames.restore(head, store);
        feed.restore(head);
        listener.restore(head, store);
        if (sound == null) {
            KeptSound.discardStored(store);
        } else {
            sound.restore(store, feed.modelSamples());
        }
    }

    private long inputStart(long block) {
        return Math.max(0, grid.start(block) - context);
    }

    private long inputEnd(long block) {
        return Math.min(grid.end(block) + context, frames.frames());
    }

    private long ready(int ahead) {
        if (ahead < 0 || ahead >= readyBlocks()) {
            throw new IllegalStateException("block " + ahead + " is not ready, there are " + readyBlocks());
        }
        return nextBlock + ahead;
    }

    private void requireUnfinished() {
        if (finished) {
            throw new IllegalStateException("the epoch has ended");
        }
    }
}
