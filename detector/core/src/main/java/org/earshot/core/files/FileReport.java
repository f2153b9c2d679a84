package org.earshot.core.files;

import java.util.List;
import org.earshot.core.audio.AudioException;
import org.earshot.core.detect.Detection;
import org.earshot.core.detect.TaggedClip;

/**
 * What was found in a recording. Samples count from its start, at its own rate.
 *
 * @param rateHz samples per second of the recording
 * @param samples length of the recording
 * @param events the events, each as it ended, by onset and label
 * @param clips the tags of each clip, in order
 * @param fault what is wrong with the recording, or null; the rest is of all that could be read of it
 * @param notes other remarks on the recording, see {@link org.earshot.core.audio.SampleSource#notes()}
 */
public record FileReport(
        int rateHz,
        long samples,
        List<Detection> events,
        List<TaggedClip> clips,
        AudioException fault,
        List<String> notes) {
    public FileReport {
        notes = List.copyOf(notes);
        events = List.copyOf(events);
        clips = List.copyOf(clips);
    }

    /** A sample of the recording as seconds from its start. */
    public double seconds(long sample) {
        return (double) sample / rateHz;
    }
}
