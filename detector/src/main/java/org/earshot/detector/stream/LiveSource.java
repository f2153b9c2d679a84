package org.earshot.detector.stream;

import org.earshot.detector.audio.LevelMeter;
import org.earshot.detector.detect.SourcePipeline;
import org.earshot.schema.SourceState;

/** A source as its task holds it in memory: its epoch, its pipeline while one is open, its level. For the task's thread. */
final class LiveSource {
    private static final double SILENT_SHARE = 0.999;
    private static final double CLIPPED_SHARE = 0.01;

    final String id;
    final LevelMeter meter = new LevelMeter();
    Epoch epoch;
    SourcePipeline pipeline;
    /** The task's own time, which stands still while the task does, at the last chunk. */
    long seenLiveMs;
    /** Wall-clock time since when the oldest ready block waits. */
    long readySinceMs;

    SourceState state = SourceState.UNKNOWN;
    SourceState toldState = SourceState.UNKNOWN;
    SourceState counted = SourceState.UNKNOWN;
    long toldAtMs;
    float levelDbfs = (float) LevelMeter.SILENCE_DBFS;
    float clippedShare;
    float silentShare;

    LiveSource(String id) {
        this.id = id;
    }

    int readyBlocks() {
        return pipeline == null ? 0 : pipeline.readyBlocks();
    }

    /** Measures a chunk; the level and the state follow once a second of sound is there. */
    void measure(float[] mono, int off, int len) {
        meter.add(mono, off, len);
        if (meter.samples() >= epoch.rateHz || undecided()) {
            levelDbfs = (float) meter.levelDbfs();
            clippedShare = (float) meter.clippedShare();
            silentShare = (float) meter.silentShare();
            state = silentShare >= SILENT_SHARE
                    ? SourceState.SILENT
                    : clippedShare >= CLIPPED_SHARE ? SourceState.CLIPPED : SourceState.HEALTHY;
        }
        if (meter.samples() >= epoch.rateHz) {
            meter.reset();
        }
    }

    /** True before the first second of sound of a source that is new or was gone. */
    private boolean undecided() {
        return state == SourceState.UNKNOWN || state == SourceState.STALE || state == SourceState.ENDED;
    }
}
