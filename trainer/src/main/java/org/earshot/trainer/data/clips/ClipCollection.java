package org.earshot.trainer.data.clips;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.earshot.core.model.DataException;
import org.earshot.trainer.data.corpus.DataErrors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A data set as read from its tables: labels and clips. The audio has not been opened yet.
 *
 * @param name used in messages
 * @param directory where features may be cached
 * @param labels class names in the order of a network's outputs
 * @param auxiliary number of auxiliary labels, which come last, are used only in training and are dropped at export
 * @param clips in the order of the data set's tables
 * @param provenance text that changes when the audio does, so that cached features are recomputed
 */
public record ClipCollection(
        String name, Path directory, List<String> labels, int auxiliary, List<Clip> clips, String provenance) {
    private static final Logger LOG = LoggerFactory.getLogger(ClipCollection.class);

    /** A data set without auxiliary labels. */
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
            throw new DataException(name + ": tags or events with unknown labels: " + unknown);
        }
    }

    /** @throws DataException listing the clips whose audio is missing */
    public ClipCollection requireAudio() {
        DataErrors errors = new DataErrors();
        errors.addMissing(clips.stream().map(Clip::audio).toList());
        errors.throwIfAny(name + " (" + clips.size() + " clips)");
        return this;
    }

    /**
     * A copy without the clips whose audio is missing. Their number is logged, and their names are written to
     * {@code missing.txt} in the folder, one per line.
     *
     * @throws DataException if none has its audio
     */
    public ClipCollection withoutMissing() {
        List<Clip> missing =
                clips.stream().filter(clip -> !Files.isReadable(clip.audio())).toList();
        if (missing.isEmpty()) {
            return this;
        }
        if (missing.size() == clips.size()) {
            return requireAudio();
        }
        Path list = directory.resolve("missing.txt");
        try {
            Files.write(
                    list, missing.stream().map(clip -> clip.audio().toString()).toList());
        } catch (IOException e) {
            throw new DataException(list + ": cannot be written: " + e.getMessage(), e);
        }
        LOG.warn("{}: continuing without {} of {} clips, listed in {}", name, missing.size(), clips.size(), list);
        return new ClipCollection(
                name,
                directory,
                labels,
                auxiliary,
                clips.stream().filter(clip -> Files.isReadable(clip.audio())).toList(),
                provenance);
    }
}
