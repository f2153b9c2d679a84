package org.earshot.core.live;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.earshot.core.audio.LevelMeter;
import org.earshot.core.capture.Capture;

/**
 * How a source is doing: level, clipping and silence over its last second of sound, and what was last said of it.
 *
 * <p>Belongs to its {@link SourceSession}; for one thread.
 */
final class SessionHealth {
    private static final double SILENT_SHARE = 0.999;
    private static final double CLIPPED_SHARE = 0.01;

    /** Least time between two statuses of a source, however often its health changes. */
    private static final long STATUS_AT_MOST_EVERY_MS = 1_000;

    private static final SourceHealth[] VALUES = SourceHealth.values();

    private final LevelMeter meter = new LevelMeter();
    private float levelDbfs = (float) LevelMeter.SILENCE_DBFS;
    private float clippedShare;
    private float silentShare;
    private SourceHealth health = SourceHealth.UNKNOWN;
    private SourceHealth toldHealth = SourceHealth.UNKNOWN;
    private long toldAtMs;

    SourceHealth health() {
        return health;
    }

    void set(SourceHealth other) {
        health = other;
    }

    /** True if no sound is expected of the source. */
    boolean isGone() {
        return health == SourceHealth.ENDED || health == SourceHealth.STALE;
    }

    /** A capture begins: what was measured of the last one says nothing of it. */
    void restart() {
        meter.reset();
    }

    /** Measures samples; health follows once a second of sound is there, at once for a source that is new or was gone. */
    void measure(float[] mono, int off, int len, int rateHz) {
        meter.add(mono, off, len);
        boolean undecided = health == SourceHealth.UNKNOWN || isGone();
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
    }

    /** True if a status is due: the health changed or the last one is old. Then it counts as reported. */
    boolean isDue(long nowMs, long intervalMs) {
        // The clock may have been set back.
        long age = nowMs < toldAtMs ? Long.MAX_VALUE : nowMs - toldAtMs;
        boolean changed = health != toldHealth && (isGone() || age >= STATUS_AT_MOST_EVERY_MS);
        if (!changed && age < intervalMs) {
            return false;
        }
        toldHealth = health;
        toldAtMs = nowMs;
        return true;
    }

    LiveStatus status(String sourceId, Capture capture, long restarts) {
        return new LiveStatus(
                sourceId,
                capture.id,
                health,
                capture.lastMicros(),
                capture.rateHz,
                capture.gaps(),
                capture.late(),
                restarts,
                levelDbfs,
                clippedShare,
                silentShare,
                capture.skewMs());
    }

    void write(DataOutput to) throws IOException {
        to.writeByte(toldHealth.ordinal());
        to.writeLong(toldAtMs);
        meter.write(to);
        to.writeFloat(levelDbfs);
        to.writeFloat(clippedShare);
        to.writeFloat(silentShare);
    }

    /** @param now health as the head of the session says */
    void read(DataInput from, SourceHealth now) throws IOException {
        health = now;
        toldHealth = VALUES[from.readByte()];
        toldAtMs = from.readLong();
        meter.read(from);
        levelDbfs = from.readFloat();
        clippedShare = from.readFloat();
        silentShare = from.readFloat();
    }
}
