package org.earshot.core.live;

import org.earshot.core.capture.Chunk;
import org.earshot.core.detect.ClipTagSink;
import org.earshot.core.detect.DetectionSink;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.detect.SourcePipeline;
import org.earshot.core.detect.state.StateException;
import org.earshot.core.detect.state.StateStore;
import org.earshot.core.infer.Scores;
import org.earshot.core.level.SourceLevels;
import org.earshot.core.model.Manifest;

/**
 * The open stretch of a source, if there is one: a run of samples without a hole that was too long to bridge, and the pipeline
 * that they go through. Belongs to its {@link SourceSession}; for one thread.
 */
final class Stretch {
    private final Manifest manifest;
    private final DetectorSettings settings;
    private final SourceLevels levels;
    private SourcePipeline pipeline;
    private float lastSample;

    public Stretch(Manifest manifest, DetectorSettings settings, SourceLevels levels) {
        this.manifest = manifest;
        this.settings = settings;
        this.levels = levels;
    }

    /** The pipeline; null while no stretch is open. */
    public SourcePipeline pipeline() {
        return pipeline;
    }

    public boolean exists() {
        return pipeline != null;
    }

    /** True while more sound of it may come. */
    public boolean isOpen() {
        return pipeline != null && !pipeline.isFinished();
    }

    /** True if it has ended and all of it was scored. */
    public boolean isDone() {
        return pipeline != null && pipeline.isDone();
    }

    /** Memory of the sound that is kept for events. */
    long soundBytes() {
        return pipeline == null || pipeline.sound() == null
                ? 0
                : pipeline.sound().bytes();
    }

    public int readyBlocks() {
        return pipeline == null ? 0 : pipeline.readyBlocks();
    }

    public void begin(int rateHz) {
        levels.beginStretch();
        pipeline = new SourcePipeline(manifest, settings, rateHz);
        pipeline.setLevels(levels.sink());
    }

    public void take(float[] mono, int from, int count) {
        pipeline.accept(mono, from, count);
        lastSample = mono[from + count - 1];
    }

    /** Takes the scores of the oldest ready block. @param scores null if nothing of it was heard */
    void apply(Scores scores, int batchIndex, DetectionSink detections, ClipTagSink clips) {
        if (scores == null) {
            pipeline.applyUnheard(detections, clips);
        } else {
            pipeline.apply(scores, batchIndex, detections, clips);
        }
    }

    /**
     * Fills the samples that are missing before a chunk: few by a straight line to it, more are marked as not heard.
     *
     * @param missing number of samples, at least 1
     * @param jitter up to how many the line is drawn
     * @return true if the line was drawn
     */
    boolean bridge(long missing, long jitter, Chunk chunk) {
        if (missing > jitter) {
            pipeline.fillGap(missing);
            return false;
        }
        // An empty chunk, which only ends the stream, has no sample to go to.
        float next = chunk.samples() == 0 ? lastSample : chunk.mono()[0];
        float[] ramp = new float[(int) missing];
        for (int n = 0; n < missing; n++) {
            ramp[n] = lastSample + (next - lastSample) * (n + 1) / (missing + 1);
        }
        pipeline.accept(ramp, 0, ramp.length);
        return true;
    }

    public void finish() {
        pipeline.finish();
    }

    /** Deletes what is stored of it: all of it was scored. */
    public void close(StateStore store) {
        pipeline.discard(store);
        pipeline = null;
    }

    /** Lets go of it as it is. */
    public void giveUp() {
        pipeline = null;
    }

    public void save(StateStore store) {
        if (pipeline != null) {
            pipeline.save(store);
        }
    }

    /** @throws StateException if no stretch of this model is stored, or a torn one */
    public void restore(int rateHz, StateStore store) {
        pipeline = SourcePipeline.restore(manifest, settings, rateHz, store);
        pipeline.setLevels(levels.sink());
    }

    public float lastSample() {
        return lastSample;
    }

    public void setLastSample(float sample) {
        lastSample = sample;
    }
}
