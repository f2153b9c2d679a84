package org.earshot.trainer.data.clips;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.earshot.core.model.DataException;
import org.earshot.trainer.data.corpus.Complaints;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A data set as its reader found it: labels and clips, without having looked into the audio.
 *
 * @param name what messages call it
 * @param directory where features may be cached
 * @param labels class names in the order of a network's outputs
 * @param auxiliary how many of the labels, the last ones, are for learning alone and are dropped at export
 * @param clips in the order of the data set's tables
 * @param provenance text that changes when the audio does, so that cached features are made again
 */
public record ClipCollection(
        String name, Path directory, List<String> labels, int auxiliary, List<Clip> clips, String provenance) {
    private static final Logger LOG = LoggerFactory.getLogger(ClipCollection.class);

    /** A data set all of whose labels are its own. */
    public ClipCollection(String name, Path directory, List<String> labels, List<Clip> clips, String provenance) {
        this(name, directory, labels, 0, clips, provenance);
    }

    public ClipCollection {
        labels = List.copyOf(labels);
        clips = List.copyOf(clips);
        Set<String> unknown = new TreeSet<>();
        for (Clip clip : clips) {
            unknown.addAll(clip.tags());
            clip.events().forEach(event -> unknown.add(event.label()));
        }
        labels.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new DataException(name + ": tags or events that are none of its labels: " + unknown);
        }
    }

    /** @throws DataException listing the clips whose audio is not there */
    public ClipCollection requireAudio() {
        Complaints complaints = new Complaints();
        complaints.addMissing(clips.stream().map(Clip::audio).toList());
        complaints.throwIfAny(name + " (" + clips.size() + " clips)");
        return this;
    }

    /**
     * The same without the clips whose audio is not there. They are counted in the log and listed, one a line, in
     * {@code missing.txt} in the folder.
     */
    public ClipCollection withoutMissing() {
        List<Clip> missing =
                clips.stream().filter(clip -> !Files.isReadable(clip.audio())).toList();
        if (missing.isEmpty()) {
            return this;
        }
        Path list = directory.resolve("missing.txt");
        try {
            Files.write(
                    list, missing.stream().map(clip -> clip.audio().toString()).toList());
        } catch (IOException e) {
            throw new DataException(list + ": cannot be written: " + e.getMessage(), e);
        }
        LOG.warn("{}: going on without {} of {} clips, listed in {}", name, missing.size(), clips.size(), list);
        return new ClipCollection(
                name,
                directory,
                labels,
                auxiliary,
                clips.stream().filter(clip -> Files.isReadable(clip.audio())).toList(),
                provenance);
    }
}
