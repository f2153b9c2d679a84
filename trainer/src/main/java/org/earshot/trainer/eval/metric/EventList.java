package org.earshot.trainer.eval.metric;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The events of a set of files, including files without events. Files and events keep their order, because it decides
 * between equally large matchings.
 *
 * <p>Immutable.
 */
public final class EventList {
    private final Map<String, List<EventRow>> byFile;

    private EventList(Map<String, List<EventRow>> byFile) {
        this.byFile = byFile;
    }

    /**
     * @param files every file of the set; files that occur only in events are added at the end
     * @param events in any order
     */
    public static EventList of(Collection<String> files, Collection<EventRow> events) {
        Map<String, List<EventRow>> rows = new LinkedHashMap<>();
        files.forEach(file -> rows.put(file, new ArrayList<>()));
        events.forEach(event ->
                rows.computeIfAbsent(event.file(), file -> new ArrayList<>()).add(event));
        rows.replaceAll((file, list) -> List.copyOf(list));
        return new EventList(rows);
    }

    public static EventList of(Collection<EventRow> events) {
        return of(List.of(), events);
    }

    /** Every file, in order. */
    public Set<String> files() {
        return byFile.keySet();
    }

    /** The events of a file; empty if the file is unknown. */
    public List<EventRow> of(String file) {
        return byFile.getOrDefault(file, List.of());
    }

    public List<EventRow> events() {
        return byFile.values().stream().flatMap(List::stream).toList();
    }

    /** The labels of the events, alphabetically. */
    public Set<String> labels() {
        Set<String> labels = new TreeSet<>();
        byFile.values().forEach(list -> list.forEach(event -> labels.add(event.label())));
        return labels;
    }

    /** A copy with the events of these labels alone, and with all files. */
    public EventList only(Collection<String> labels) {
        return of(
                files(),
                events().stream()
                        .filter(event -> labels.contains(event.label()))
                        .toList());
    }

    /** A copy with more files in the set. */
    public EventList withFiles(Collection<String> others) {
        Set<String> files = new LinkedHashSet<>(byFile.keySet());
        files.addAll(others);
        return of(files, events());
    }

    /** Whether no two of these files have the same name in different folders. */
    public static boolean differInBaseName(Collection<String> files) {
        return files.stream().map(EventList::baseName).distinct().count() == files.size();
    }

    /** A copy in which every file is named by the last element of its path; files that share it become one. */
    public EventList byBaseName() {
        return of(
                byFile.keySet().stream().map(EventList::baseName).toList(),
                events().stream()
                        .map(e -> new EventRow(baseName(e.file()), e.onsetSeconds(), e.offsetSeconds(), e.label()))
                        .toList());
    }

    /** The last element of a path with slashes or backslashes. */
    public static String baseName(String file) {
        return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    }
}
