package org.earshot.trainer.data.clips;

/**
 * A labelled interval of a clip, half-open.
 *
 * @param label class name
 * @param onsetSeconds from the clip's start
 * @param offsetSeconds from the clip's start, after the onset
 */
public record ClipEvent(String label, double onsetSeconds, double offsetSeconds) {
    public double durationSeconds() {
        return offsetSeconds - onsetSeconds;
    }
}
