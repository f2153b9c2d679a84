package org.earshot.trainer.app;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.earshot.trainer.eval.metric.EventList;

/**
 * Lists of events that are scored together, with their files named alike. Immutable.
 *
 * @param truth the reference, with every file that has a duration
 * @param seconds duration of each file; empty if they were not given
 * @param estimated the list to score; null if there is none
 * @param points the lists at several thresholds
 */
record ScoredLists(EventList truth, Map<String, Double> seconds, EventList estimated, List<EventList> points) {
    /**
     * The lists with each file named by the last element of its path, so that {@code audio/1.wav} and
     * {@code /data/1.wav} match; all with whole paths if two files of any list would share a name.
     */
    ScoredLists namedAlike() {
        Stream<Collection<String>> files = Stream.concat(
                Stream.of(truth.files(), seconds.keySet(), estimated == null ? List.of() : estimated.files()),
                points.stream().map(EventList::files));
        if (!files.allMatch(EventList::differInBaseName)) {
            return new ScoredLists(truth.withFiles(seconds.keySet()), seconds, estimated, points);
        }
        Map<String, Double> durations = new LinkedHashMap<>();
        seconds.forEach((file, length) -> durations.put(EventList.baseName(file), length));
        return new ScoredLists(
                truth.byBaseName().withFiles(durations.keySet()),
                durations,
                estimated == null ? null : estimated.byBaseName(),
                points.stream().map(EventList::byBaseName).toList());
    }

    /** The events of these labels alone. */
    ScoredLists only(Collection<String> labels) {
        return new ScoredLists(
                truth.only(labels),
                seconds,
                estimated == null ? null : estimated.only(labels),
                points.stream().map(list -> list.only(labels)).toList());
    }

    /** The labels that occur in no list. */
    List<String> unheard(Collection<String> labels) {
        return labels.stream()
                .filter(label -> !truth.labels().contains(label)
                        && (estimated == null || !estimated.labels().contains(label))
                        && points.stream().noneMatch(list -> list.labels().contains(label)))
                .toList();
    }
}
