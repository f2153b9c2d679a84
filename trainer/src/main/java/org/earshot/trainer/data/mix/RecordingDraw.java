package org.earshot.trainer.data.mix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.data.corpus.Recording.Origin;

/**
 * Draws recordings of one label or kind: any file with equal chance, or any source with equal chance and then any of
 * its files, so that a take that was cut into twenty files does not occur twenty times as often as one that was not.
 *
 * <p>Immutable and safe for use by several threads.
 */
final class RecordingDraw {
    private final List<List<Recording>> groups;
    private final double[] upTo;
    private final Map<Origin, List<Recording>> bySource;

    private RecordingDraw(List<List<Recording>> groups, double[] weights, Map<Origin, List<Recording>> bySource) {
        this.groups = groups;
        this.bySource = bySource;
        this.upTo = new double[weights.length];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            upTo[i] = sum;
        }
    }

    /** @param recordings at least one */
    static RecordingDraw byFile(List<Recording> recordings) {
        return new RecordingDraw(List.of(List.copyOf(recordings)), new double[] {1}, sources(recordings));
    }

    /**
     * @param recordings at least one
     * @param weights how often a source of a data set is drawn relative to others; 1 for data sets not named
     */
    static RecordingDraw bySource(List<Recording> recordings, Map<String, Double> weights) {
        Map<Origin, List<Recording>> sources = sources(recordings);
        double[] chances = sources.keySet().stream()
                .mapToDouble(origin -> weights.getOrDefault(origin.dataset(), 1.0))
                .toArray();
        double sum = 0;
        for (double chance : chances) {
            sum += chance;
        }
        // A label whose sources all have weight 0 is still drawn.
        return sum > 0
                ? new RecordingDraw(List.copyOf(sources.values()), chances, sources)
                : bySource(recordings, Map.of());
    }

    private static Map<Origin, List<Recording>> sources(List<Recording> recordings) {
        Map<Origin, List<Recording>> sources = new LinkedHashMap<>();
        for (Recording recording : recordings) {
            sources.computeIfAbsent(recording.origin(), origin -> new ArrayList<>())
                    .add(recording);
        }
        return sources;
    }

    Recording next(SplittableRandom random) {
        List<Recording> group = groups.get(groups.size() == 1 ? 0 : group(random));
        return group.get(random.nextInt(group.size()));
    }

    private int group(SplittableRandom random) {
        double at = random.nextDouble() * upTo[upTo.length - 1];
        int group = 0;
        while (group < upTo.length - 1 && at >= upTo[group]) {
            group++;
        }
        return group;
    }

    /** Another recording of the same source, or the same one if the source has no other. */
    Recording like(Recording recording, SplittableRandom random) {
        List<Recording> same = bySource.getOrDefault(recording.origin(), List.of(recording));
        return same.get(random.nextInt(same.size()));
    }
}
