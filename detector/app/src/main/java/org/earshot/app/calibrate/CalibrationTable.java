package org.earshot.app.calibrate;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What a calibration found, for people. Stateless. */
public final class CalibrationTable {
    private static final double TAIL = 0.05;

    /** Alarms allowed in the sound that was analysed, below which the choice was not measured to keep its promise. */
    private static final double LEAST_WANTED = 0.5;

    private CalibrationTable() {}

    /** Prints the table of a group of sources. */
    public static void print(SourceGroup group, Calibration calibration, PrintWriter out) {
        double seconds = calibration.heard().seconds();
        AlarmRate most = calibration.most();
        double wanted = most.in(seconds);
        int sources = calibration.heard().sources().size();
        out.printf(
                Locale.ROOT,
                "%s: %.2f h of %d source%s; %s is %.2f in as much sound%n",
                group.isAll() ? "all sources" : group.glob(),
                seconds / 3600,
                sources,
                sources == 1 ? "" : "s",
                most,
                wanted);
        int confirmed =
                calibration.choices().stream().mapToInt(LabelChoice::confirmed).sum();
        out.printf(
                Locale.ROOT,
                "%-20s %7s %7s %9s %17s %17s %13s%s%n",
                "label",
                "before",
                "after",
                "expected",
                "gate",
                "high",
                "recall lost",
                confirmed > 0 ? "  confirmed kept" : "");
        List<LabelChoice> choices = calibration.choices();
        for (LabelChoice choice : choices) {
            out.printf(
                    Locale.ROOT,
                    "%-20s %7d %7d %9.2f %17s %17s %13s%s%n",
                    choice.label(),
                    choice.before(),
                    choice.after(),
                    choice.expected(),
                    moved(choice.own().gate(), choice.chosen().gate()),
                    moved(choice.own().high(), choice.chosen().high()),
                    lost(choice),
                    confirmed > 0 ? "  " + choice.confirmedLeft() + " of " + choice.confirmed() : "");
        }
        double expected = choices.stream().mapToDouble(LabelChoice::expected).sum();
        out.printf(
                Locale.ROOT,
                "%-20s %7d %7d %9.2f%n",
                "all",
                choices.stream().mapToInt(LabelChoice::before).sum(),
                choices.stream().mapToInt(LabelChoice::after).sum(),
                expected);
        out.printf(
                Locale.ROOT,
                "in as much sound again: %.2f expected, %d to %d in nine of ten cases if alarms come independently%n",
                expected,
                quantile(expected, TAIL),
                quantile(expected, 1 - TAIL));
        if (wanted < LEAST_WANTED) {
            out.printf(
                    Locale.ROOT,
                    "too little sound for %s: these thresholds lie far beyond what was heard and may cost more than they need;"
                            + " give %.0f h or more, or allow more alarms%n",
                    most,
                    Math.ceil(LEAST_WANTED / wanted * seconds / 3600));
        }
        if (!calibration.recallIsKnown()) {
            out.println(
                    "recall lost is not known: the model's file has no curve of recall; models with operating points do");
        }
    }

    /** The least count that a Poisson number does not exceed with a probability. */
    static int quantile(double mean, double probability) {
        double term = Math.exp(-mean);
        double sum = term;
        int count = 0;
        while (sum < probability && count < 100_000) {
            count++;
            term *= mean / count;
            sum += term;
        }
        return count;
    }

    private static String moved(float before, float after) {
        return before == after ? number(before) : number(before) + " -> " + number(after);
    }

    /** As many digits as it takes to differ from 1. */
    private static String number(float value) {
        return String.format(Locale.ROOT, value > 0.99 ? "%.5f" : "%.3f", value);
    }

    private static String lost(LabelChoice choice) {
        OptionalDouble lost = choice.recallLost();
        if (!choice.isMoved()) {
            return "-";
        }
        return lost.isEmpty()
                ? "not known"
                : String.format(
                        Locale.ROOT,
                        "%.2f of %.2f",
                        lost.getAsDouble(),
                        choice.recallBefore().getAsDouble());
    }
}
