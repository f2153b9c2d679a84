package org.earshot.detector.live;

import org.earshot.detector.audio.LevelMeter;

/** Level, clipping and silence of a source over its last second of sound. For one thread; not stored. */
final class SourceLevel {
    private static final double SILENT_SHARE = 0.999;
    private static final double CLIPPED_SHARE = 0.01;

    private final LevelMeter meter = new LevelMeter();
    private float levelDbfs = (float) LevelMeter.SILENCE_DBFS;
    private float clippedShare;
    private float silentShare;

    /**
     * Measures samples.
     *
     * @param before health so far
     * @return health now; it follows once a second of sound is there, at once for a source that is new or was gone
     */
    SourceHealth measure(float[] mono, int off, int len, int rateHz, SourceHealth before) {
        meter.add(mono, off, len);
        boolean undecided =
                before == SourceHealth.UNKNOWN || before == SourceHealth.STALE || before == SourceHealth.ENDED;
        SourceHealth health = before;
        if (meter.samples() >= rateHz || undecided) {
            levelDbfs = (float) meter.levelDbfs();
            clippedShare = (float) meter.clippedShare();
            silentShare = (float) meter.silentShare();
            health = silentShare >= SILENT_SHARE
                    ? SourceHealth.SILENT
                    : clippedShare >= CLIPPED_SHARE ? SourceHealth.CLIPPED : SourceHealth.HEALTHY;
        }
        if (meter.samples() >= rateHz) {
            meter.reset();
        }
        return health;
    }

    void reset() {
        meter.reset();
    }

    float levelDbfs() {
        return levelDbfs;
    }

    float clippedShare() {
        return clippedShare;
    }

    float silentShare() {
        return silentShare;
    }
}
