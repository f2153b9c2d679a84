package org.earshot.streams.replay;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.earshot.core.model.FrontEnd;
import org.earshot.schema.SoundEvent;

/**
 * Where the frames of a detector lay, as far as its events show: an onset is the first sample of a frame, and a stretch
 * that begins at sample s has its frames at s + i hop, so that an onset that does not lie there is of another stretch.
 * Immutable.
 */
final class EmittedOnsets {
    /** Half a sample, for rates at which a frame is no whole number of samples. */
    private static final double ROUNDING = 0.501;

    private record Capture(String sourceId, String captureId) {}

    private final Map<Capture, NavigableSet<Long>> onsets = new HashMap<>();
    private final FrontEnd frontEnd;

    EmittedOnsets(Collection<SoundEvent> events, FrontEnd frontEnd) {
        this.frontEnd = frontEnd;
        for (SoundEvent event : events) {
            onsets.computeIfAbsent(new Capture(event.getSourceId(), event.getEpochId()), any -> new TreeSet<>())
                    .add(event.getOnsetSample());
        }
    }

    /** The first onset of a capture at or after a sample. */
    OptionalLong after(String sourceId, String captureId, long sample) {
        NavigableSet<Long> all = onsets.get(new Capture(sourceId, captureId));
        Long first = all == null ? null : all.ceiling(sample);
        return first == null ? OptionalLong.empty() : OptionalLong.of(first);
    }

    /** True if a stretch from {@code start} on has a frame that begins at the onset. */
    boolean fits(long start, long onset, int rateHz) {
        double frame = (double) frontEnd.hopSamples() * rateHz / frontEnd.rateHz();
        double beyond = (onset - start) - Math.rint((onset - start) / frame) * frame;
        return Math.abs(beyond) < ROUNDING;
    }
}
