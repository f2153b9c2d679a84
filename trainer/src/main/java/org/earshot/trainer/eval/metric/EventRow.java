package org.earshot.trainer.eval.metric;

/**
 * One annotated or detected event of a file: the half-open interval [onset, offset).
 *
 * @param file name of the audio file as written in the list
 * @param onsetSeconds start, seconds from the start of the file
 * @param offsetSeconds end, seconds, at least the onset
 * @param label class name
 */
public record EventRow(String file, double onsetSeconds, double offsetSeconds, String label) {
    public EventRow {
        if (file == null || label == null || label.isEmpty()) {
            throw new IllegalArgumentException("an event needs a file and a label");
        }
        if (!(Double.isFinite(onsetSeconds) && Double.isFinite(offsetSeconds) && onsetSeconds <= offsetSeconds)) {
            throw new IllegalArgumentException(
                    "onset <= offset must hold: " + onsetSeconds + " and " + offsetSeconds + " in " + file);
        }
    }

    public double seconds() {
        return offsetSeconds - onsetSeconds;
    }
}
