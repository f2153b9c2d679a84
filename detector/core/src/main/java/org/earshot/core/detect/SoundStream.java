package org.earshot.core.detect;

import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.Scores;

/**
 * One sound, written piece by piece and scored as soon as its frames are there, on the caller's thread. However the
 * sound is cut into pieces, the detections are the same. With ten blocks in a clip a block is about a second: after 3 s
 * of sound the network was called twice, and closing scores the rest.
 *
 * <p>For one thread. The network is the caller's and is not closed.
 */
public final class SoundStream implements AutoCloseable {
    private static final int MAX_BATCH = 8;

    private final MaskNetwork network;
    private final SourcePipeline pipeline;
    private final float[] batch;
    private final int mels;
    private final DetectionSink detections;
    private final ClipTagSink clips;

    /**
     * @param rateHz samples per second of the sound, 4,000 to 192,000
     * @param detections takes each phase of each event; samples count from the start of the sound, at its own rate
     * @param clips takes the tags of the clip that ends with each block
     */
    public SoundStream(
            MaskNetwork network, DetectorSettings settings, int rateHz, DetectionSink detections, ClipTagSink clips) {
        this.network = network;
        this.pipeline = new SourcePipeline(network.manifest(), settings, rateHz);
        this.mels = network.manifest().frontEnd().mels();
        this.batch = new float[MAX_BATCH * pipeline.maxBlockFrames() * mels];
        this.detections = detections;
        this.clips = clips;
    }

    /**
     * Takes the next samples.
     *
     * @param mono full scale 1
     * @param off index of the first
     * @param len how many
     */
    public void write(float[] mono, int off, int len) {
        pipeline.accept(mono, off, len);
        score();
    }

    /** Samples taken so far. */
    public long samples() {
        return pipeline.samples();
    }

    /** Ends the sound: what is open ends with it. Further calls do nothing. */
    @Override
    public void close() {
        if (!pipeline.isFinished()) {
            pipeline.finish();
            score();
        }
    }

    private void score() {
        while (pipeline.readyBlocks() > 0) {
            int frames = pipeline.nextBlockFrames();
            int blocks = 0;
            while (blocks < Math.min(MAX_BATCH, pipeline.readyBlocks()) && pipeline.blockFrames(blocks) == frames) {
                pipeline.copyBlock(blocks, batch, blocks * frames * mels);
                blocks++;
            }
            Scores scores = network.score(batch, blocks, frames);
            for (int b = 0; b < blocks; b++) {
                pipeline.apply(scores, b, detections, clips);
            }
        }
    }
}
