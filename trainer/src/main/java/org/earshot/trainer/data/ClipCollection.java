package org.earshot.trainer.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.earshot.detector.model.DataException;

/**
 * A data set as its reader found it: labels and clips, without having looked into the audio.
 *
 * @param name what messages call it
 * @param directory where features may be cached
 * @param labels class names in the order of a network's outputs
 * @param clips in the order of the data set's tables
 * @param provenance text that changes when the audio does, so that cached features are made again
 */
public record ClipCollection(String name, Path directory, List<String> labels, List<Clip> clips, String provenance) {
    public ClipCollection {
        labels = List.copyOf(labels);
        clips = List.copyOf(clips);
        Set<String> unknown = new TreeSet<>();
        for (Clip clip : clips) {
            unknown.addAll(clip.tags());
        }
        labels.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new DataException(name + ": tags that are none of its labels: " + unknown);
        }
    }

    /** @throws DataException listing the clips whose audio is not there */
    public ClipCollection requireAudio() {
        Complaints complaints = new Complaints();
        complaints.addMissing(clips.stream().map(Clip::audio).toList());
        complaints.throwIfAny(name + " (" + clips.size() + " clips)");
        return this;
    }

    /** The clips that a rule keeps, under a name of their own. */
    public ClipCollection where(String part, java.util.function.Predicate<Clip> rule) {
        return new ClipCollection(
                name + " " + part,
                directory,
                labels,
                clips.stream().filter(rule).toList(),
                provenance + "\n" + part);
    }

    /** Whether every clip's audio is there. */
    public boolean hasAudio() {
        return clips.stream().allMatch(clip -> Files.isReadable(clip.audio()));
    }
}
