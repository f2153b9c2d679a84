package org.earshot.detector.detect;

import org.earshot.detector.infer.CachingNetwork;
import org.earshot.detector.infer.LayerCache;
import org.earshot.detector.infer.MaskNetwork;
import org.earshot.detector.infer.Scores;

/**
 * Scores one source's blocks with the layers' memory carried from block to block, so that a block costs its own frames and no
 * context. The memory lives in the heap alone and may be dropped at any time: it is made again from the context frames that the
 * pipeline keeps. At the end of an epoch, where look-ahead is missing, the plain network scores with the edge as it is.
 *
 * <p>For one thread.
 */
public final class CachedScoring {
    private static final long NOWHERE = -1;

    private final CachingNetwork caching;
    private final MaskNetwork plain;
    private LayerCache cache;
    private long fedFrames = NOWHERE;
    private float[] input = new float[0];

    /**
     * @param caching the model with layer caches
     * @param plain the same model without
     */
    public CachedScoring(CachingNetwork caching, MaskNetwork plain) {
        this.caching = caching;
        this.plain = plain;
    }

    /** Scores and applies every block that is ready. */
    public void scoreReady(SourcePipeline pipeline, DetectionSink detections, ClipTagSink clips) {
        while (pipeline.readyBlocks() > 0) {
            if (pipeline.isNextQuiet()) {
                drop();
                pipeline.applyQuiet(detections, clips);
            } else if (pipeline.nextHasWholeLookAhead()) {
                scoreCached(pipeline, detections, clips);
            } else {
                drop();
                int frames = pipeline.nextBlockFrames();
                reserve(frames);
                pipeline.copyNextBlock(input, 0);
                pipeline.apply(plain.score(input, 1, frames), 0, detections, clips);
            }
        }
    }

    /** Forgets the layers' memory. */
    public void drop() {
        cache = null;
        fedFrames = NOWHERE;
    }

    /** Memory that is held for the source now. */
    public int cacheBytes() {
        return cache == null ? 0 : cache.bytes();
    }

    private void scoreCached(SourcePipeline pipeline, DetectionSink detections, ClipTagSink clips) {
        long end = pipeline.nextInputEnd();
        boolean goesOn = cache != null && fedFrames == pipeline.nextBlockStart() + contextFrames();
        long from = goesOn ? fedFrames : pipeline.nextInputStart();
        int frames = (int) (end - from);
        reserve(frames);
        pipeline.copyFrames(from, end, input);
        CachingNetwork.Piece piece = goesOn ? caching.next(input, 0, frames, cache) : caching.begin(input, 0, frames);
        cache = piece.cache();
        fedFrames = end;
        Scores scores = piece.scores();
        int before = goesOn ? 0 : (int) (pipeline.nextBlockStart() - from);
        pipeline.applyOwnFrames(scores, before, detections, clips);
    }

    private int contextFrames() {
        return plain.manifest().receptiveFrames();
    }

    private void reserve(int frames) {
        int values = frames * plain.manifest().frontEnd().mels();
        if (input.length < values) {
            input = new float[values];
        }
    }
}
