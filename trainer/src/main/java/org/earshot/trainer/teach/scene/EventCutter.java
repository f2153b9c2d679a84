package org.earshot.trainer.teach.scene;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the sound in a recording by its level in steps of 20 ms. The quiet of the recording is the level that a tenth of its
 * steps stay below, its loudest step the top. What stands {@value #OVER_QUIET_DB} dB over the quiet and within
 * {@value #UNDER_TOP_DB} dB of the top is sound; pieces with up to half a second between them are one event, and anything
 * shorter than 60 ms is none. A recording that never stands out of its own quiet is one steady sound from end to end. Of the
 * events of one recording the five loudest are taken.
 *
 * <p>Stateless.
 */
final class EventCutter {
    static final double LEAST_SECONDS = 0.06;
    private static final double STEP_SECONDS = 0.02;
    private static final double JOIN_SECONDS = 0.5;
    private static final double OVER_QUIET_DB = 10;
    private static final double UNDER_TOP_DB = 30;
    private static final int MOST_EVENTS = 5;

    private EventCutter() {}

    /**
     * Samples [from, to) of a recording.
     *
     * @param levelDb root mean square in dBFS
     */
    record Cut(int from, int to, double levelDb) {
        double seconds(int rateHz) {
            return (double) (to - from) / rateHz;
        }
    }

    /** The events, in the order of the recording; empty for a recording shorter than one. */
    static List<Cut> cut(float[] samples, int rateHz) {
        int step = (int) Math.round(STEP_SECONDS * rateHz);
        int steps = samples.length / step;
        if (steps * STEP_SECONDS < LEAST_SECONDS) {
            return List.of();
        }
        double[] levels = new double[steps];
        for (int i = 0; i < steps; i++) {
            levels[i] = levelDb(samples, i * step, (i + 1) * step);
        }
        double[] sorted = levels.clone();
        Arrays.sort(sorted);
        double top = sorted[steps - 1];
        double quiet = sorted[steps / 10];
        double least = Math.max(top - UNDER_TOP_DB, Math.min(quiet + OVER_QUIET_DB, top - OVER_QUIET_DB / 2));
        boolean steady = quiet + OVER_QUIET_DB > top - OVER_QUIET_DB / 2;
        if (steady) {
            return List.of(new Cut(0, samples.length, levelDb(samples, 0, samples.length)));
        }
        List<Cut> events = new ArrayList<>();
        int join = (int) Math.round(JOIN_SECONDS / STEP_SECONDS);
        int from = -1;
        int last = -1;
        for (int i = 0; i <= steps; i++) {
            boolean sounds = i < steps && levels[i] >= least;
            if (from >= 0 && (i == steps || sounds && i - last > join)) {
                add(events, samples, from * step, (last + 1) * step, rateHz);
                from = -1;
            }
            if (sounds) {
                from = from < 0 ? i : from;
                last = i;
            }
        }
        return events.stream()
                .sorted(Comparator.comparingDouble(cut -> -cut.levelDb()))
                .limit(MOST_EVENTS)
                .sorted(Comparator.comparingInt(Cut::from))
                .toList();
    }

    private static void add(List<Cut> events, float[] samples, int from, int to, int rateHz) {
        if (to - from >= LEAST_SECONDS * rateHz) {
            events.add(new Cut(from, to, levelDb(samples, from, to)));
        }
    }

    static double levelDb(float[] samples, int from, int to) {
        double sum = 0;
        for (int n = from; n < to; n++) {
            sum += (double) samples[n] * samples[n];
        }
        return 10 * Math.log10(Math.max(1e-12, sum / Math.max(1, to - from)));
    }
}
