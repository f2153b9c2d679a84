package org.earshot.trainer.data.clips;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One clip of a data set.
 *
 * @param name file name as written in the data set's tables
 * @param audio audio file
 * @param tags labels present in the clip, without duplicates
 * @param events their times, ascending by onset; empty if they are not known
 * @param strong whether {@code events} is complete; false for clips that have tags only
 * @param fold 1-based fold of a cross-validation, or 0
 */
public record Clip(String name, Path audio, List<String> tags, List<ClipEvent> events, boolean strong, int fold) {
    public Clip {
        tags = List.copyOf(tags);
        events = List.copyOf(events);
    }

    /** A clip with tags but without event times. */
    public static Clip weak(String name, Path audio, List<String> tags) {
        return new Clip(name, audio, tags, List.of(), false, 0);
    }

    /** A clip with all its events; its tags are their labels. */
    public static Clip strong(String name, Path audio, List<ClipEvent> events) {
        List<String> tags = events.stream().map(ClipEvent::label).distinct().toList();
        return new Clip(name, audio, tags, events, true, 0);
    }

    /** A copy with more tags and events. */
    public Clip with(List<String> moreTags, List<ClipEvent> moreEvents) {
        List<String> allTags = new ArrayList<>(tags);
        allTags.addAll(moreTags);
        List<ClipEvent> allEvents = new ArrayList<>(events);
        allEvents.addAll(moreEvents);
        allEvents.sort(Comparator.comparingDouble(ClipEvent::onsetSeconds));
        return new Clip(name, audio, allTags, allEvents, strong, fold);
    }

    public Clip inFold(int number) {
        return new Clip(name, audio, tags, events, strong, number);
    }
}
