package org.earshot.trainer.teach;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.eval.report.MarkdownTable;
import org.earshot.trainer.eval.score.ConfirmedRun;
import org.earshot.trainer.teach.scene.Scene;

/**
 * What to expect of a label that was taught: how many of the sounds are found at which level, how often it is said on
 * background, and what it is taken for. All of it comes from recordings and backgrounds that the head in question had not
 * learnt from.
 *
 * <p>Immutable.
 *
 * @param taught the label
 * @param choice its thresholds
 * @param given alarms on the background that was given, and its hours
 * @param shipped alarms on the backgrounds that come with the program
 * @param takenFor other sounds that the label was said of: how many of how many, by kind
 * @param alike what on the background given is most like it, whether its gate lets it through or not
 */
public record TeachCard(
        Taught taught,
        ThresholdChoice.Choice choice,
        Alarms given,
        Alarms shipped,
        Map<String, int[]> takenFor,
        List<Alike> alike) {
    private static final int[] LEVELS = {0, 5, 10, 15, 20};
    private static final double[] LIMITS = {0.1, 0.5, 2, 5};
    private static final int MOST_KINDS = 8;
    private static final int MOST_PLACES = 3;
    private static final double WORTH_SAYING = 0.1;
    private static final double HARDLY = 0.15;

    /** A stretch of the background that was given, and the largest tag in it. */
    record Alike(String place, float tag) {}

    /** Alarms counted in so many hours. */
    record Alarms(int count, double hours) {
        double perHour() {
            return hours == 0 ? Double.NaN : count / hours;
        }

        double minutes() {
            return 60 * hours;
        }
    }

    public static TeachCard of(Taught taught) {
        ThresholdChoice.Choice choice = taught.chosen();
        List<List<ConfirmedRun>> events = taught.choice().events(choice.thresholds());
        Map<String, int[]> others = new TreeMap<>();
        int onGiven = 0;
        int onShipped = 0;
        int shippedClips = 0;
        for (int i = 0; i < events.size(); i++) {
            HeldOutClip clip = taught.clips().get(i);
            if (clip.part() == Scene.Part.BED) {
                onGiven += clip.given() ? events.get(i).size() : 0;
                onShipped += clip.given() ? 0 : events.get(i).size();
                shippedClips += clip.given() ? 0 : 1;
            } else if (clip.part() == Scene.Part.OTHER) {
                int[] counts = others.computeIfAbsent(clip.kind(), kind -> new int[2]);
                counts[0] += events.get(i).isEmpty() ? 0 : 1;
                counts[1]++;
            }
        }
        others.values().removeIf(counts -> counts[0] == 0);
        return new TeachCard(
                taught,
                choice,
                new Alarms(onGiven, taught.choice().givenHours()),
                new Alarms(onShipped, shippedClips * taught.choice().clipHours()),
                others,
                alike(taught, choice.thresholds()));
    }

    private static List<Alike> alike(Taught taught, Thresholds chosen) {
        List<List<ConfirmedRun>> runs = taught.choice().events(new Thresholds(0, chosen.high(), chosen.low()));
        Map<String, Float> largest = new TreeMap<>();
        for (int i = 0; i < runs.size(); i++) {
            HeldOutClip clip = taught.clips().get(i);
            if (clip.part() == Scene.Part.BED && clip.given()) {
                runs.get(i).forEach(run -> largest.merge(clip.kind(), run.tag(), Math::max));
            }
        }
        return largest.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(MOST_PLACES)
                .map(entry -> new Alike(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** What the manifest keeps of it. */
    public Map<String, Object> record() {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("taught_to_sha256", taught.request().model().sha256());
        record.put("recordings", taught.examples().groups());
        record.put("examples_sha256", taught.examples().sha256());
        record.put("seed", taught.request().seed());
        record.put("max_alarms_per_hour", taught.request().alarmsPerHour());
        record.put("background_minutes", Math.round(given.minutes()));
        Map<String, Double> recall = new LinkedHashMap<>();
        for (int level : LEVELS) {
            double share = taught.recallAt(level);
            if (!Double.isNaN(share)) {
                recall.put(level + "_db", share);
            }
        }
        record.put("expected_recall", recall);
        return record;
    }

    /** The most important of it, a line each. */
    public List<String> summary() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s: expect to find %s of them at 10 dB over the background, %s at 20 dB",
                taught.request().label(),
                percent(taught.recallAt(10)),
                percent(taught.recallAt(20))));
        if (taught.recallAt(10) < HARDLY) {
            lines.add(
                    "that is hardly any: its gate lies above most of them, so as not to be wrong more often than asked for."
                            + " Give clearer or more recordings, more background, or a higher --max-alarms");
            if (!alike.isEmpty()) {
                lines.add("most like it on the background given: "
                        + alike.get(0).place() + ". If that is the sound itself, take it out of --background");
            }
        }
        lines.add(
                given.hours() == 0
                        ? "no background of the place was given: give some with --background to know how often it is"
                                + " wrong there"
                        : String.format(
                                Locale.ROOT,
                                "alarms on %.0f minutes of the background given: %d",
                                given.minutes(),
                                given.count()));
        if (given.hours() > 0 && given.hours() * taught.request().alarmsPerHour() < 1) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%.0f minutes are too few to count %.1f alarms an hour; the gate is an estimate",
                    given.minutes(),
                    taught.request().alarmsPerHour()));
        }
        return lines;
    }

    /** The card in Markdown. */
    public String text(String commandLine, ModelFile written) {
        StringBuilder text = new StringBuilder();
        String label = taught.request().label();
        text.append("# ")
                .append(label)
                .append(", taught to ")
                .append(taught.request().model().manifest().name());
        text.append(String.format(
                Locale.ROOT,
                "%n%n%d recordings, %.0f minutes of background. Every figure below is of recordings and background that the"
                        + " label had not been learnt from when it was scored.%n%n",
                taught.examples().groups(),
                taught.givenSeconds() / 60));
        taught.notices().forEach(line -> text.append("* ").append(line).append('\n'));
        text.append("\n## How many are found\n\n");
        MarkdownTable recall = new MarkdownTable("level over the background", "found", "of so many");
        for (int level : LEVELS) {
            recall.row(
                    level + " dB",
                    percent(taught.recallAt(level)),
                    taught.foundAt(level, choice.thresholds()).sounds());
        }
        text.append(recall);
        text.append("## False alarms\n\n");
        MarkdownTable alarms = new MarkdownTable("background", "minutes", "alarms", "an hour");
        alarms.row("given", Math.round(given.minutes()), given.count(), MarkdownTable.number(given.perHour()));
        alarms.row(
                "of the program",
                Math.round(shipped.minutes()),
                shipped.count(),
                MarkdownTable.number(shipped.perHour()));
        text.append(alarms);
        text.append(limits());
        text.append("## What it is taken for\n\n").append(takenForText());
        Thresholds t = choice.thresholds();
        text.append(String.format(
                Locale.ROOT, "## Thresholds%n%ngate %.3f, high %.3f, low %.3f%n%n", t.gate(), t.high(), t.low()));
        text.append("## How it was made\n\n```\n").append(commandLine).append("\n```\n\n");
        MarkdownTable hashes = new MarkdownTable("", "SHA-256");
        hashes.row("model before", taught.request().model().sha256());
        hashes.row("model", written.sha256());
        hashes.row("examples", taught.examples().sha256());
        return text.append(hashes).toString().stripTrailing() + "\n";
    }

    /** What the same label does for other numbers of alarms. */
    private String limits() {
        MarkdownTable table = new MarkdownTable(
                "with `--max-alarms`", "gate", "found at 10 dB", "alarms counted on background", "of so many minutes");
        for (double limit : LIMITS) {
            ThresholdChoice.Choice other = taught.choice().choose(limit);
            table.row(
                    limit,
                    MarkdownTable.number(other.thresholds().gate()),
                    percent(taught.foundAt(10, other.thresholds()).share()),
                    other.alarms(),
                    Math.round(60 * other.hours()));
        }
        return table.toString();
    }

    private String takenForText() {
        StringBuilder text = new StringBuilder();
        if (!alike.isEmpty()) {
            MarkdownTable places = new MarkdownTable("most like it on the background given", "tag");
            alike.forEach(one -> places.row(one.place(), MarkdownTable.number(one.tag())));
            text.append(places)
                    .append("Listen to them: what is the sound itself does not belong into the background.\n\n");
        }
        if (takenFor.isEmpty()) {
            text.append("The label was said of none of the other sounds it was tried on.\n\n");
        } else {
            MarkdownTable kinds = new MarkdownTable("other sound", "label said", "of");
            takenFor.entrySet().stream()
                    .sorted(Comparator.comparingInt(e -> -e.getValue()[0]))
                    .limit(MOST_KINDS)
                    .forEach(e -> kinds.row(e.getKey(), e.getValue()[0], e.getValue()[1]));
            text.append(kinds);
            text.append("If one of these is what you teach, leave it out with `--without`; if it troubles you, put"
                    + " recordings of it into the folder of `--not`.\n\n");
        }
        List<String> also = taught.takenByOthers().entrySet().stream()
                .filter(e -> e.getValue() >= WORTH_SAYING)
                .sorted(Comparator.comparingDouble(e -> -e.getValue()))
                .map(e -> e.getKey() + " (" + percent(e.getValue()) + ")")
                .toList();
        return text + "Labels of the model that are said of the examples, too: "
                + (also.isEmpty() ? "none" : String.join(", ", also)) + ".\n\n"
                + (taught.leftOut().isEmpty()
                        ? ""
                        : "Shipped sounds left out: " + String.join(", ", taught.leftOut()) + ".\n\n");
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "-" : Math.round(100 * share) + " %";
    }
}
