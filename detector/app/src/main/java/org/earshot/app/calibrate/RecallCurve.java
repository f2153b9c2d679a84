package org.earshot.app.calibrate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.earshot.core.model.Manifest;

/**
 * How much of a label's events a model finds at a gate, as far as its file says: of each operating point the file records gate and
 * false alarms on validation sound, and of each label a curve of recall over false alarms. A gate is brought to alarms along the
 * operating points, log-linear in its logit, and alarms to recall along the curve. An estimate on other sound than the place's, for
 * the label's own thresholds on the activity. Immutable.
 */
final class RecallCurve {
    private static final String CURVES = "curves_alarms_per_hour_and_recall";

    private final Map<?, ?> thresholds;

    RecallCurve(Manifest manifest) {
        this.thresholds = map(manifest.training().get("thresholds"));
    }

    /** One place on a curve. */
    private record Point(double x, double y) {}

    /** Whether anything is known of any label. */
    boolean isKnown(List<String> labels) {
        return labels.stream().anyMatch(label -> recall(label, 0.5f).isPresent());
    }

    /** Share of a label's events that are found, 0..1; empty if the file does not say. */
    OptionalDouble recall(String label, float gate) {
        List<Point> alarmsOfGate = alarmsOfGate(label);
        List<Point> recallOfAlarms = recallOfAlarms(label);
        if (alarmsOfGate.size() < 2 || recallOfAlarms.isEmpty()) {
            return OptionalDouble.empty();
        }
        double alarms = Math.exp(along(alarmsOfGate, logit(gate), true));
        return OptionalDouble.of(along(recallOfAlarms, alarms, false));
    }

    private List<Point> alarmsOfGate(String label) {
        // Half an event in all the sound that there was: none was found.
        double least = 0.5 / Math.max(0.5, number(thresholds.get("background_hours"), 1));
        List<Point> points = new ArrayList<>();
        for (Object point : map(thresholds.get("operating_points")).values()) {
            Map<?, ?> entry = map(map(map(point).get("labels")).get(label));
            double gate = number(entry.get("gate"), Double.NaN);
            double alarms = number(map(entry.get("chosen_on_all")).get("alarms_per_hour"), Double.NaN);
            if (!Double.isNaN(gate) && !Double.isNaN(alarms)) {
                points.add(new Point(logit(gate), Math.log(Math.max(least, alarms))));
            }
        }
        return sorted(points);
    }

    private List<Point> recallOfAlarms(String label) {
        List<Point> points = new ArrayList<>();
        if (map(thresholds.get(CURVES)).get(label) instanceof List<?> curve) {
            for (Object pair : curve) {
                if (pair instanceof List<?> values && values.size() == 2) {
                    points.add(new Point(number(values.get(0), 0), number(values.get(1), 0)));
                }
            }
        }
        return sorted(points);
    }

    /** One point for each x, the one with the larger y. */
    private static List<Point> sorted(List<Point> points) {
        List<Point> ascending = new ArrayList<>(points);
        ascending.sort(Comparator.comparingDouble(Point::x).thenComparingDouble(Point::y));
        List<Point> single = new ArrayList<>();
        for (Point point : ascending) {
            if (!single.isEmpty() && single.get(single.size() - 1).x == point.x) {
                single.remove(single.size() - 1);
            }
            single.add(point);
        }
        return single;
    }

    /** Between points and, if asked for, on beyond the last two at either end; else the end's own value. */
    private static double along(List<Point> points, double x, boolean beyond) {
        int last = points.size() - 1;
        if (last == 0 || !beyond && x <= points.get(0).x) {
            return points.get(0).y;
        }
        if (!beyond && x >= points.get(last).x) {
            return points.get(last).y;
        }
        int right = 1;
        while (right < last && points.get(right).x < x) {
            right++;
        }
        Point a = points.get(right - 1);
        Point b = points.get(right);
        return a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x);
    }

    private static double logit(double p) {
        double bounded = Math.max(1e-6, Math.min(1 - 1e-6, p));
        return Math.log(bounded / (1 - bounded));
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static double number(Object value, double otherwise) {
        return value instanceof Number number ? number.doubleValue() : otherwise;
    }
}
