package org.earshot.core.live;

import org.earshot.core.detect.Detection;
import org.earshot.core.model.EventId;
import org.earshot.core.model.Thresholds;

/**
 * One phase of a sound event of one source. All phases of an event share its id, label and onset.
 *
 * <p>Immutable, but for the samples of the clip, which belong to the receiver.
 *
 * @param id UUIDv5 of source, capture, label, onset sample and model ({@link EventId})
 * @param phase STARTED once, ONGOING as often as asked for, ENDED once
 * @param captureId the capture as it is written in records
 * @param label of the model
 * @param onsetMicros UTC time at which the sound began, microseconds since 1970
 * @param offsetMicros UTC time at which it ended; before ENDED the end as far as it is known
 * @param onsetSample index in the capture of the event's first sample, at the source's rate
 * @param offsetSample index after its last
 * @param score peak of the activity, 0..1
 * @param meanScore mean of the activity, 0..1
 * @param tag highest tag of the clips scored so far that overlap the event, 0..1
 * @param thresholds in force
 * @param validFraction share of the event that is real audio rather than a bridged gap, 0..1
 * @param levelDbfs level of the event's frames against full scale
 * @param model that found it
 * @param endReason why it ended, or null if its sound did
 * @param clip the event's sound, in ENDED where the settings ask for it; else null
 */
public record LiveEvent(
        String id,
        Detection.Phase phase,
        String sourceId,
        String captureId,
        String label,
        long onsetMicros,
        long offsetMicros,
        long onsetSample,
        long offsetSample,
        float score,
        float meanScore,
        float tag,
        Thresholds thresholds,
        float validFraction,
        float levelDbfs,
        ModelId model,
        EndReason endReason,
        EventClip clip) {

    /** Which model found an event. */
    public record ModelId(String name, String version, String sha256) {}

    /**
     * The sound of an event with some before and after it.
     *
     * @param samples mono, at the model's rate; empty if the sound is gone
     * @param onset index in {@code samples} of the event's first sample
     * @param offset index after its last
     */
    public record EventClip(float[] samples, long onset, long offset) {}

    LiveEvent withClip(EventClip sound) {
        return changed(phase, endReason, sound);
    }

    LiveEvent ended(EndReason reason) {
        return changed(Detection.Phase.ENDED, reason, null);
    }

    private LiveEvent changed(Detection.Phase now, EndReason reason, EventClip sound) {
        return new LiveEvent(
                id,
                now,
                sourceId,
                captureId,
                label,
                onsetMicros,
                offsetMicros,
                onsetSample,
                offsetSample,
                score,
                meanScore,
                tag,
                thresholds,
                validFraction,
                levelDbfs,
                model,
                reason,
                sound);
    }
}
