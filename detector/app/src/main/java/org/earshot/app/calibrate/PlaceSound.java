package org.earshot.app.calibrate;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** A site's own sound: scored once, and read again where examples are written. For one thread. */
public interface PlaceSound {
    /**
     * What was found.
     *
     * @param events of all labels and sources
     * @param sources what was found at each source
     * @param together true if the sources were recorded at the same time, as microphones are, and not one after the
     *     other
     */
    record Heard(List<PlaceEvent> events, List<SourceTime> sources, boolean together) {
        /** Seconds that the place was listened to. */
        public double seconds() {
            double sum = sources.stream().mapToDouble(SourceTime::seconds).sum();
            return together && !sources.isEmpty() ? sum / sources.size() : sum;
        }

        /** What was found at some of the sources. */
        public Heard of(Predicate<String> wanted) {
            return new Heard(
                    events.stream()
                            .filter(event -> wanted.test(event.sourceId()))
                            .toList(),
                    sources.stream()
                            .filter(source -> wanted.test(source.sourceId()))
                            .toList(),
                    together);
        }
    }

    /** Length of the sound of a source. */
    record SourceTime(String sourceId, double seconds) {}

    /** Scores all of it. */
    Heard score();

    /** Hands out the sound around events. @param to takes each event with its samples, mono, at its rate */
    void excerpts(List<PlaceEvent> events, BiConsumer<PlaceEvent, float[]> to);
}
