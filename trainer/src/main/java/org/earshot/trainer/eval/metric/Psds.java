package org.earshot.trainer.eval.metric;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.earshot.core.model.DataException;

/**
 * Polyphonic sound detection score (Bilen, Ferroni, Tuveri, Azcarreta, Krstulovic, "A framework for the robust
 * evaluation of sound event detection", ICASSP 2020): the normalised area under the curve of found events against false
 * alarms per hour, drawn through a system's operating points, each a list of detections.
 *
 * <p>A detection is valid if events of its label cover at least rho_DTC of it; an event is found if valid detections
 * cover at least rho_GTC of it. A detection that is not valid is a false positive, and a cross-trigger of another label
 * whose events cover at least rho_CTTC of it. A label's curve gives the best ratio among the operating points with at
 * most that effective false positive rate; the curves are reduced to mean - alpha_ST * deviation, no less than 0.
 *
 * <p>An example with one label, rho_DTC = rho_GTC = 0.5, one operating point and an hour of sound:
 *
 * <pre>
 * event       2.0-4.0 s
 * detections  2.5-3.5 s   lies in the event: valid; covers 50 % of it, so the event is found
 *             3.8-5.8 s   only 10 % lies in the event: false positive
 * ratio of found events   0 below 1 false positive per hour, 1 from there on
 * score up to 100 / h     (100 - 1) * 1 / 100 = 0.99
 * </pre>
 *
 * <p>Detections with labels without reference events, in files of unknown duration, or of zero length are ignored.
 * Immutable and safe for use by several threads.
 */
public final class Psds {
    private static final double SECONDS_PER_HOUR = 3600;

    private final List<String> labels;
    private final Map<String, List<EventRow>> reference = new HashMap<>();
    private final Map<String, Double> durations;
    private final PsdsSettings settings;

    /**
     * @param reference the true events
     * @param durations seconds of every file
     */
    public Psds(EventList reference, Map<String, Double> durations, PsdsSettings settings) {
        this.settings = settings;
        this.durations = Map.copyOf(durations);
        this.labels = List.copyOf(new TreeSet<>(reference.labels()));
        for (EventRow e : reference.events()) {
            if (!durations.containsKey(e.file())) {
                throw new DataException("PSDS: no duration given for " + e.file());
            }
            if (e.seconds() > 0) {
                this.reference.computeIfAbsent(e.file(), f -> new ArrayList<>()).add(e);
            }
        }
    }

    /** @return 0..1. */
    public double score(Collection<EventList> operatingPoints) {
        return score(operatingPoints.stream().map(this::count).toList(), file -> 1);
    }

    /**
     * The score of a multiset of the files, for the bootstrap.
     *
     * @param operatingPoints as {@link #count} counted them
     * @param times how often each file is in the set
     * @return 0..1
     */
    public double score(List<Counted> operatingPoints, ToIntFunction<String> times) {
        Sound sound = new Sound(times);
        return score(operatingPoints.stream().map(p -> rates(p, times, sound)).toList(), sound.events);
    }

    /** The counts of one operating point. */
    public Counted count(EventList detections) {
        Map<String, FileCounts> files = new HashMap<>();
        for (String file : detections.files()) {
            if (durations.containsKey(file) && !detections.of(file).isEmpty()) {
                files.put(file, count(file, detections.of(file)));
            }
        }
        return new Counted(files);
    }

    /** What a {@link Psds} has counted of one operating point, file by file. Immutable. */
    public static final class Counted {
        private final Map<String, FileCounts> files;

        private Counted(Map<String, FileCounts> files) {
            this.files = files;
        }
    }

    /** Counts of one file: found events, false positives and cross-triggers [detected][other label]. */
    private record FileCounts(long[] found, long[] falsePositives, long[][] crossTriggers) {}

    /** How much there is to find in a multiset of the files. */
    private final class Sound {
        final long[] events = new long[labels.size()];
        final double[] eventSeconds = new double[labels.size()];
        final double seconds;

        Sound(ToIntFunction<String> times) {
            this.seconds = durations.entrySet().stream()
                    .mapToDouble(file -> file.getValue() * times.applyAsInt(file.getKey()))
                    .sum();
            reference.forEach((file, truth) -> {
                int n = times.applyAsInt(file);
                for (EventRow e : truth) {
                    events[labels.indexOf(e.label())] += n;
                    eventSeconds[labels.indexOf(e.label())] += n * e.seconds();
                }
            });
        }
    }

    private double score(List<PsdsRates> points, long[] events) {
        TreeSet<Double> rates = new TreeSet<>(List.of(0.0));
        for (PsdsRates point : points) {
            for (int k = 0; k < labels.size(); k++) {
                rates.add(point.effectiveFalsePositiveRate(k, settings.crossTriggerWeight()));
            }
        }
        double area = 0;
        for (double from : rates.headSet(settings.maxFalseAlarmsPerHour())) {
            Double next = rates.higher(from);
            double to =
                    next == null ? settings.maxFalseAlarmsPerHour() : Math.min(next, settings.maxFalseAlarmsPerHour());
            area += (to - from) * effectiveTruePositiveRatio(points, events, from);
        }
        return area / settings.maxFalseAlarmsPerHour();
    }

    /** Mean over labels of the true positive ratio at a rate, minus the weighted standard deviation. */
    private double effectiveTruePositiveRatio(List<PsdsRates> points, long[] events, double rate) {
        double sum = 0;
        double squares = 0;
        int counted = 0;
        for (int k = 0; k < labels.size(); k++) {
            if (events[k] == 0) {
                continue;
            }
            double best = 0;
            for (PsdsRates point : points) {
                if (point.effectiveFalsePositiveRate(k, settings.crossTriggerWeight()) <= rate) {
                    best = Math.max(best, point.truePositiveRatio()[k]);
                }
            }
            sum += best;
            squares += best * best;
            counted++;
        }
        if (counted == 0) {
            return 0;
        }
        double mean = sum / counted;
        double deviation = Math.sqrt(Math.max(0, squares / counted - mean * mean));
        return Math.max(0, mean - settings.instabilityWeight() * deviation);
    }

    /** The rates of one operating point. */
    PsdsRates rates(EventList detections) {
        return rates(count(detections), file -> 1, new Sound(file -> 1));
    }

    private PsdsRates rates(Counted point, ToIntFunction<String> times, Sound sound) {
        int k = labels.size();
        long[] found = new long[k];
        long[] falsePositives = new long[k];
        long[][] crossTriggers = new long[k][k];
        point.files.forEach((file, counts) -> {
            int n = times.applyAsInt(file);
            for (int i = 0; i < k && n > 0; i++) {
                found[i] += n * counts.found[i];
                falsePositives[i] += n * counts.falsePositives[i];
                for (int j = 0; j < k; j++) {
                    crossTriggers[i][j] += n * counts.crossTriggers[i][j];
                }
            }
        });
        double[] ratio = new double[k];
        double[] falseRate = new double[k];
        double[][] crossRate = new double[k][k];
        for (int i = 0; i < k; i++) {
            ratio[i] = sound.events[i] == 0 ? Double.NaN : (double) found[i] / sound.events[i];
            falseRate[i] = falsePositives[i] * SECONDS_PER_HOUR / sound.seconds;
            for (int j = 0; j < k; j++) {
                crossRate[i][j] =
                        crossTriggers[i][j] == 0 ? 0 : crossTriggers[i][j] * SECONDS_PER_HOUR / sound.eventSeconds[j];
            }
        }
        return new PsdsRates(ratio, falseRate, crossRate);
    }

    private FileCounts count(String file, List<EventRow> detections) {
        long[] found = new long[labels.size()];
        long[] falsePositives = new long[labels.size()];
        long[][] crossTriggers = new long[labels.size()][labels.size()];
        List<EventRow> truth = reference.getOrDefault(file, List.of());
        double[] covered = new double[truth.size()];
        for (EventRow d : detections) {
            int label = labels.indexOf(d.label());
            boolean insideFile = d.onsetSeconds() < durations.get(file) && d.offsetSeconds() > 0;
            if (label < 0 || d.seconds() <= 0 || !insideFile) {
                continue;
            }
            double[] shares = new double[labels.size()];
            for (EventRow e : truth) {
                shares[labels.indexOf(e.label())] += overlap(d, e) / d.seconds();
            }
            if (shares[label] > 0 && shares[label] >= settings.detectionTolerance()) {
                for (int i = 0; i < covered.length; i++) {
                    EventRow e = truth.get(i);
                    covered[i] += e.label().equals(d.label()) ? overlap(d, e) / e.seconds() : 0;
                }
                continue;
            }
            falsePositives[label]++;
            for (int other = 0; other < shares.length; other++) {
                if (other != label && shares[other] > 0 && shares[other] >= settings.crossTriggerTolerance()) {
                    crossTriggers[label][other]++;
                }
            }
        }
        for (int i = 0; i < covered.length; i++) {
            if (covered[i] > 0 && covered[i] >= settings.groundTruthTolerance()) {
                found[labels.indexOf(truth.get(i).label())]++;
            }
        }
        return new FileCounts(found, falsePositives, crossTriggers);
    }

    private static double overlap(EventRow a, EventRow b) {
        return Math.max(
                0, Math.min(a.offsetSeconds(), b.offsetSeconds()) - Math.max(a.onsetSeconds(), b.onsetSeconds()));
    }
}
