package org.earshot.trainer.data.mix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Where the events of one clip lie. Events of one label keep a gap between them; events of different labels overlap
 * only where the settings allow it or where no free place was found.
 *
 * <p>Used by one thread, for one clip.
 */
final class EventPlaces {
    private static final int ATTEMPTS = 20;

    private final FieldSettings settings;
    private final Map<String, List<Span>> byLabel = new HashMap<>();
    private final List<Span> all = new ArrayList<>();

    private record Span(double onset, double offset) {
        boolean touches(Span other, double gap) {
            return onset < other.offset + gap && other.onset < offset + gap;
        }
    }

    EventPlaces(FieldSettings settings) {
        this.settings = settings;
    }

    /**
     * Finds a place and occupies it.
     *
     * @return the onset in seconds, negative if the start of the event is cut off; NaN if the label already sounds at
     *     every place that was tried
     */
    double take(String label, double seconds, SplittableRandom random) {
        List<Span> sameLabel = byLabel.computeIfAbsent(label, key -> new ArrayList<>());
        Span place = find(seconds, sameLabel, random);
        if (place == null) {
            return Double.NaN;
        }
        sameLabel.add(place);
        all.add(place);
        return place.onset();
    }

    private Span find(double seconds, List<Span> sameLabel, SplittableRandom random) {
        boolean mayOverlap = random.nextDouble() < settings.overlapShare();
        Span found = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            boolean cut = random.nextDouble() < settings.cutShare() || seconds >= FieldRecipe.CLIP_SECONDS;
            double audible = Math.min(FieldRecipe.SHORTEST_AUDIBLE_SECONDS, seconds / 2);
            double low = cut ? audible - seconds : 0;
            double high = cut ? FieldRecipe.CLIP_SECONDS - audible : FieldRecipe.CLIP_SECONDS - seconds;
            double onset = random.nextDouble(low, Math.max(high, low + 1e-3));
            Span place = new Span(onset, onset + seconds);
            if (sameLabel.stream().anyMatch(other -> place.touches(other, settings.sameLabelGapSeconds()))) {
                continue;
            }
            found = place;
            if (mayOverlap || all.stream().noneMatch(other -> place.touches(other, 0))) {
                return place;
            }
        }
        return found;
    }
}
