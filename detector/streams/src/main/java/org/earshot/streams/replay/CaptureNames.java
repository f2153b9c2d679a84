package org.earshot.streams.replay;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.earshot.core.capture.Chunk;

/**
 * What records call the captures of sources, which a chunk does not say: one whose sender restarted its count under the
 * old name {@code boot} is {@code boot@2026-01-01T00:00:03Z}, with the sender's time of its first sample. A chunk is of
 * the capture that began last before it. For one thread.
 */
public final class CaptureNames {
    /** What a sender's clock may have been set by, and samples that were lost before the first. */
    private static final double CLOCKS_APART_MS = 60_000;

    private static final double DRIFT = 0.001;

    private record Epoch(String sourceId, String epochId) {}

    private final Map<Epoch, TreeMap<Long, String>> byBeginning = new HashMap<>();

    /** Learns a capture. @param captureId as records name it */
    public void add(String sourceId, String captureId) {
        put(new Epoch(sourceId, captureId), Long.MIN_VALUE, captureId);
        int at = captureId.lastIndexOf('@');
        if (at > 0) {
            try {
                long millis = Instant.parse(captureId.substring(at + 1)).toEpochMilli();
                put(new Epoch(sourceId, captureId.substring(0, at)), millis, captureId);
            } catch (DateTimeParseException | ArithmeticException e) {
                // The sender itself calls it so.
                return;
            }
        }
    }

    /** The name of a chunk's capture: the sender's own if no other is known. */
    public String of(Chunk chunk) {
        TreeMap<Long, String> known = byBeginning.get(new Epoch(chunk.sourceId(), chunk.epochId()));
        Map.Entry<Long, String> last =
                known == null ? null : known.floorEntry(Math.floorDiv(chunk.capturedMicros(), 1000));
        return last == null || !mayHaveBegun(last.getKey(), chunk) ? chunk.epochId() : last.getValue();
    }

    /** Whether a count that began at that time would have come about as far as the chunk; another may have begun since. */
    private static boolean mayHaveBegun(long beganMs, Chunk chunk) {
        if (beganMs == Long.MIN_VALUE) {
            return true;
        }
        double countedMs = 1000.0 * chunk.firstSample() / chunk.rateHz();
        double passedMs = chunk.capturedMicros() / 1000.0 - beganMs;
        return Math.abs(passedMs - countedMs) <= CLOCKS_APART_MS + DRIFT * countedMs;
    }

    private void put(Epoch epoch, long beganMs, String captureId) {
        byBeginning.computeIfAbsent(epoch, any -> new TreeMap<>()).put(beganMs, captureId);
    }
}
