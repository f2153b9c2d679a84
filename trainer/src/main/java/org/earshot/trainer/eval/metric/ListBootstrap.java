package org.earshot.trainer.eval.metric;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * 95 % intervals of the measures of event lists: the recordings are drawn anew with replacement ({@link Bootstrap}). What
 * a recording contributes is counted once. Immutable.
 */
public final class ListBootstrap {
    private final EventList truth;
    private final List<String> files;
    private final Bootstrap bootstrap;

    /** @param truth its files are drawn from */
    public ListBootstrap(EventList truth, int rounds, long seed) {
        this.truth = truth;
        this.files = List.copyOf(truth.files());
        this.bootstrap = new Bootstrap(files.size(), rounds, seed);
    }

    /**
     * Intervals of F1 and error rate, {@code micro} and {@code macro}.
     *
     * @param name what the names of the measures begin with
     * @param count counts of one file
     */
    public Map<String, Interval> detection(
            String name,
            EventList guess,
            Collection<String> labels,
            BiFunction<List<EventRow>, List<EventRow>, DetectionCounts> count,
            boolean emptyIsZero) {
        List<DetectionCounts> counts = files.stream()
                .map(file -> count.apply(truth.of(file), guess.of(file)))
                .toList();
        return bootstrap.intervals(times -> {
            DetectionCounts sum = new DetectionCounts(labels);
            for (int i = 0; i < times.length; i++) {
                if (times[i] > 0) {
                    sum.add(counts.get(i), times[i]);
                }
            }
            DetectionReport report = sum.report(emptyIsZero);
            Map<String, Double> measures = new LinkedHashMap<>();
            measures.put(name + ".micro.f1", report.micro().f1());
            measures.put(name + ".micro.error_rate", report.micro().errorRate());
            measures.put(name + ".macro.f1", report.macro().f1());
            measures.put(name + ".macro.error_rate", report.macro().errorRate());
            return measures;
        });
    }

    /** Interval of the polyphonic sound detection score. */
    public Map<String, Interval> psds(String name, Psds psds, List<Psds.Counted> operatingPoints) {
        return bootstrap.intervals(times -> {
            Map<String, Integer> drawn = new HashMap<>();
            for (int i = 0; i < times.length; i++) {
                drawn.put(files.get(i), times[i]);
            }
            return Map.of(name, psds.score(operatingPoints, file -> drawn.getOrDefault(file, 0)));
        });
    }
}
