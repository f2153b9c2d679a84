package org.earshot.core.detect;

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
 * <p>Samples become frames (resampled, log-mel, in steps of 1/1024), frames become blocks ({@link BlockGrid}), which are scored
 * with what the network sees to each side, so that their middle equals what it says of the uncut sound ({@link ReadyBlocks}).
 * At the start of an epoch the missing context is left out, at its end the missing look-ahead; neither is replaced by zeros.
 * Whoever owns the network scores the oldest ready block, in any batch and after any delay, and hands the scores to
 * {@link #apply}.
 *
 * <p>A model whose pooling is no ratio of sums gets whole clips, without context, the last one completed with silence;
 * its events are emitted at the end of their clip.
 *
 * <p>The detections depend on the sound alone: not on how it was cut, nor on when blocks were scored, nor on how often the
 * pipeline was saved and restored in between. The state is a value in a {@link StateStore} ({@link PipelineState}):
 * saving writes only what changed, restoring is possible at any point, and what was not yet scored is ready again.
 *
 * <p>For one thread. In steady state nothing is allocated per frame. Source of the method: the sums of FAP pooling (Liu et
 * al. 2021, section 2) split over time.
 */
public final class SourcePipeline {
    private final Manifest manifest;
    private final FrameStore frames;
    private final FrameFeed feed;
    private final BlockGrid grid;
    private final ReadyBlocks blocks;
    private final SampleScale scale;
    private final DetectorSettings.SoundKept soundKept;
    private final KeptSound sound;
    private final BlockListener listener;
    private final PipelineState state;

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
        int context = manifest.streams() ? manifest.receptiveFrames() : 0;
        this.manifest = manifest;
        this.grid = new BlockGrid(clipFrames, manifest.streams() ? settings.clipBlocks() : 1);
        this.frames = new FrameStore(manifest.frontEnd().mels(), 2 * context + 2 * grid.maxBlockFrames() + 32);
        this.blocks = new ReadyBlocks(grid, context, frames);
        this.soundKept = settings.soundKept();
        this.sound = soundKept.any() ? new KeptSound(soundKept.leadSamples() + clipSamples()) : null;
        this.feed = new FrameFeed(manifest.frontEnd(), sourceRateHz, frames, sound);
        this.scale = SampleScale.of(manifest.frontEnd(), sourceRateHz);
        var factory = new DetectionFactory(scale);
        this.listener = manifest.streams()
                ? new StreamingEvents(manifest, settings, grid, factory)
                : new WholeClipEvents(manifest, settings, factory);
        int fingerprint = StateFingerprint.of(manifest, grid, sourceRateHz);
        this.state = new PipelineState(fingerprint, blocks, frames, feed, listener, sound);
    }

    /** Hands the level of each frame that was wholly heard to a sink from now on. */
    public void setLevels(LevelSink sink) {
        feed.setLevels(sink);
    }

    /** Takes the next samples. @param mono at the source's rate, full scale 1 */
    public void accept(float[] mono, int off, int len) {
        requireUnfinished();
        state.feedChanged();
        feed.accept(mono, off, len);
    }

    /** Passes over samples that never came: the frames that touch them are not valid and count for nothing. */
    public void fillGap(long samples) {
        requireUnfinished();
        state.feedChanged();
        feed.fillGap(samples);
    }

    /** Says that the epoch has ended. What is left becomes ready, the last block perhaps shorter than the others. */
    public void finish() {
        requireUnfinished();
        state.feedChanged();
        feed.finish();
        long real = frames.frames();
        boolean clipBegun = real % grid.clipFrames() > 0 || real == 0 && feed.modelSamples() > 0;
        if (!manifest.streams() && clipBegun) {
            real = feed.padTo(grid.end(grid.blockOf(real)));
        }
        blocks.finish(real);
    }

    /** True once {@link #finish} was called. */
    public boolean isFinished() {
        return blocks.isFinished();
    }

    /** True once the epoch has ended and every block of it was applied: nothing more will come. */
    public boolean isDone() {
        return isFinished() && readyBlocks() == 0;
    }

    /** Source samples taken so far, filled gaps included: the index of the next one. */
    public long samples() {
        return feed.samples();
    }

    /** Blocks that can be scored now. */
    public int readyBlocks() {
        return blocks.count();
    }

    /** The most frames that any block has with context and look-ahead. */
    public int maxBlockFrames() {
        return blocks.maxFrames();
    }

    /** Frames of the oldest ready block with context and look-ahead. */
    public int nextBlockFrames() {
        return blocks.frames(0);
    }

    /** Copies the log-mel input of the oldest ready block, [frames][mels]. */
    public void copyNextBlock(float[] dst, int off) {
        blocks.copy(0, dst, off);
    }

    /** Frames, with context and look-ahead, of the block that is {@code ahead} behind the oldest ready one. */
    public int blockFrames(int ahead) {
        return blocks.frames(ahead);
    }

    /**
     * True if the block that is {@code ahead} behind the oldest ready one is surely amid its sound: with a whole context, and with
     * a whole look-ahead.
     */
    public boolean isWhole(int ahead) {
        return blocks.isWhole(ahead);
    }

    /** Copies the log-mel input of the block that is {@code ahead} behind the oldest ready one, [frames][mels]. */
    public void copyBlock(int ahead, float[] dst, int off) {
        blocks.copy(ahead, dst, off);
    }

    /** The same as {@link #apply(Scores, int, DetectionSink, ClipTagSink)} for those who want no tags. */
    public void apply(Scores scores, int batchIndex, DetectionSink detections) {
        apply(scores, batchIndex, detections, ClipTagSink.NONE);
    }

    /**
     * Takes the scores of the oldest ready block, which is done then.
     *
     * @param batchIndex index of the block in the scores' batch
     * @param clips gets the tags of the clip that ends with the block
     */
    public void apply(Scores scores, int batchIndex, DetectionSink detections, ClipTagSink clips) {
        int expected = blockFrames(0);
        if (scores.frames() != expected || scores.classes() != manifest.classes()) {
            throw new IllegalArgumentException("scores of " + expected + " frames and " + manifest.classes()
                    + " labels are due, not of " + scores.frames() + " and " + scores.classes());
        }
        apply(scores, batchIndex, blocks.framesBefore(), detections, clips);
    }

    /** True if no frame of the oldest ready block has all of its samples, so that its scores would not count. */
    public boolean isNextUnheard() {
        return !blocks.isNextHeard() && manifest.streams();
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
        state.blocksChanged();
        listener.scored(blocks.scored(scores, batchIndex, before), frames, detections, clips);
        long scored = blocks.pass();
        frames.dropBefore(Math.min(listener.firstFrameNeeded(scored), blocks.firstNeeded(scored)));
        if (sound != null) {
            dropSound(scored);
        }
    }

    /** Keeps the sound of events that may still be emitted; of a very long one the last part. */
    private void dropSound(long scored) {
        int hop = manifest.frontEnd().hopSamples();
        long needed = listener.firstPossibleOnset(scored) * hop;
        long bound = scored * hop - soundKept.eventSamples() - clipSamples();
        sound.dropBefore(Math.max(needed, bound) - soundKept.leadSamples());
    }

    private int clipSamples() {
        return manifest.frontEnd().clipFrames() * manifest.frontEnd().hopSamples();
    }

    /** The sound that is kept for evidence, at the model's rate and counted from the pipeline's first sample; or null. */
    public KeptSound sound() {
        return sound;
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
        state.save(store);
    }

    /** Deletes from the store all that {@link #save} wrote, at the end of an epoch. */
    public void discard(StateStore store) {
        state.discard(store);
    }

    /**
     * A source as it was saved.
     *
     * @throws StateException if the store holds no state of this model, rate and block layout, or a torn one
     */
    public static SourcePipeline restore(
            Manifest manifest, DetectorSettings settings, int sourceRateHz, StateStore store) {
        var pipeline = new SourcePipeline(manifest, settings, sourceRateHz);
        pipeline.state.restore(store);
        return pipeline;
    }

    private void requireUnfinished() {
        if (isFinished()) {
            throw new IllegalStateException("the epoch has ended");
        }
    }
}
