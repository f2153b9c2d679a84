package org.earshot.trainer.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.eval.metric.Dcase2017Tagging;
import org.earshot.trainer.eval.metric.DetectionReport;
import org.earshot.trainer.eval.metric.EventList;
import org.earshot.trainer.eval.metric.EventMetrics;
import org.earshot.trainer.eval.metric.EventTolerance;
import org.earshot.trainer.eval.metric.EventTsv;
import org.earshot.trainer.eval.metric.Interval;
import org.earshot.trainer.eval.metric.ListBootstrap;
import org.earshot.trainer.eval.metric.SegmentMetrics;
import org.earshot.trainer.eval.report.ReportJson;
import org.earshot.trainer.eval.report.ScoreText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code score}: detection measures from event lists alone, as JSON or text on standard output. */
@Command(
        name = "score",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Scores a list of estimated events against a reference list: event-based and segment-based"
                + " measures (definitions of sed_eval), tagging, and PSDS. JSON or tables on standard output.")
public final class ScoreCommand implements Callable<Integer> {
    @Option(
            names = "--reference",
            required = true,
            paramLabel = "TSV",
            description = "true events: filename onset offset event_label; a row with only a file name stands for a"
                    + " file without events")
    private Path reference;

    @Option(
            names = "--estimated",
            paramLabel = "TSV",
            description = "estimated events, same columns; optional with --psds")
    private Path estimated;

    @Option(
            names = "--durations",
            paramLabel = "TSV",
            description = "filename duration; files it names belong to the set even without events")
    private Path durations;

    @Option(names = "--onset-collar", defaultValue = "0.2", paramLabel = "SECONDS", description = "default 0.2")
    private double onsetCollar;

    @Option(names = "--offset-collar", defaultValue = "0.2", paramLabel = "SECONDS", description = "default 0.2")
    private double offsetCollar;

    @Option(
            names = "--offset-ratio",
            defaultValue = "0.5",
            paramLabel = "SHARE",
            description = "offset tolerance as a share of the event's length, if that is more; default 0.5")
    private double offsetRatio;

    @Option(names = "--segment", defaultValue = "1.0", paramLabel = "SECONDS", description = "default 1.0")
    private double segment;

    @Option(
            names = "--labels",
            split = ",",
            paramLabel = "LABEL",
            description = "labels to score; default those of both lists")
    private List<String> labels;

    @Option(
            names = "--undefined-precision",
            defaultValue = "zero",
            paramLabel = "zero|skip",
            description = "precision of a label without estimates: 0 (DCASE, default), or left out of the mean")
    private UndefinedPrecision undefinedPrecision;

    @Option(
            names = "--collar-sweep",
            split = ",",
            paramLabel = "SECONDS",
            description = "also event-based measures for each of these collars, for onset and offset alike")
    private List<Double> collars = List.of();

    @Option(
            names = "--bootstrap",
            defaultValue = "0",
            paramLabel = "ROUNDS",
            description = "also 95 %% intervals over recordings drawn with replacement, e.g. 1000; default 0")
    private int rounds;

    @Option(names = "--seed", defaultValue = "1", description = "of the bootstrap; default 1")
    private long seed;

    @Option(names = "--format", defaultValue = "json", paramLabel = "json|table", description = "default json")
    private Format format;

    @Mixin
    private PsdsOptions psds;

    @Mixin
    private JsonOutput out;

    @Spec
    private CommandSpec spec;

    /** How the result is printed. */
    enum Format {
        JSON,
        TABLE
    }

    /** How the precision of a label without estimates is counted. */
    enum UndefinedPrecision {
        ZERO,
        SKIP
    }

    @Override
    public Integer call() throws IOException {
        if (estimated == null && !psds.isAsked()) {
            throw new ConfigurationException("score: give --estimated, or --psds with --operating-points");
        }
        if (psds.isAsked() && durations == null) {
            throw new ConfigurationException("score: --psds needs --durations");
        }
        if (rounds < 0) {
            throw new ConfigurationException("score: --bootstrap must be 0 or more, is " + rounds);
        }
        EventList guess = estimated == null ? null : EventTsv.read(estimated);
        ScoredLists lists = new ScoredLists(
                        EventTsv.read(reference),
                        durations == null ? Map.of() : EventTsv.readDurations(durations),
                        guess,
                        psds.isAsked() ? psds.points(guess) : List.of())
                .namedAlike();
        if (labels != null) {
            List<String> unheard = lists.unheard(labels);
            if (!unheard.isEmpty()) {
                warn("score: --labels: no event of any list has " + unheard);
            }
            lists = lists.only(labels);
        }
        ListBootstrap bootstrap = new ListBootstrap(lists.truth(), rounds, seed);
        Map<String, Object> json = new LinkedHashMap<>();
        Map<String, Interval> intervals = new LinkedHashMap<>();
        if (estimated != null) {
            detection(lists.truth(), lists.estimated(), bootstrap, json, intervals);
        }
        if (psds.isAsked()) {
            psds.score(lists, bootstrap, json, intervals);
        }
        if (rounds > 0) {
            json.put("intervals_95", ReportJson.of(intervals));
        }
        if (format == Format.TABLE) {
            spec.commandLine().getOut().print(ScoreText.of(json));
            spec.commandLine().getOut().flush();
        } else {
            out.print(json);
        }
        return ExitCodes.OK;
    }

    private void detection(
            EventList truth,
            EventList guess,
            ListBootstrap bootstrap,
            Map<String, Object> json,
            Map<String, Interval> intervals) {
        List<String> unknown =
                guess.files().stream().filter(f -> !truth.files().contains(f)).toList();
        if (!unknown.isEmpty()) {
            warn("score: " + unknown.size() + " estimated files are not in the reference and are ignored"
                    + " (list them in --durations to count them); the first is " + unknown.get(0));
        }
        Collection<String> scored = labels != null
                ? labels
                : EventMetrics.labelsOf(
                        truth,
                        EventList.of(guess.events().stream()
                                .filter(e -> truth.files().contains(e.file()))
                                .toList()));
        boolean emptyIsZero = undefinedPrecision == UndefinedPrecision.ZERO;
        EventTolerance tolerance = new EventTolerance(onsetCollar, offsetCollar, offsetRatio);
        json.put("files", truth.files().size());
        EventMetrics events = new EventMetrics(scored, tolerance);
        SegmentMetrics segments = new SegmentMetrics(scored, segment);
        json.put("event", ReportJson.of(events.count(truth, guess).report(emptyIsZero)));
        json.put("segment", ReportJson.of(segments.count(truth, guess).report(emptyIsZero)));
        json.put("tagging", ReportJson.of(Dcase2017Tagging.score(truth, guess)));
        if (!collars.isEmpty()) {
            json.put("collar_sweep", sweep(truth, guess, scored, emptyIsZero));
        }
        intervals.putAll(bootstrap.detection("event", guess, scored, events::count, emptyIsZero));
        intervals.putAll(bootstrap.detection("segment", guess, scored, segments::count, emptyIsZero));
    }

    private void warn(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }

    private List<Map<String, Object>> sweep(
            EventList truth, EventList guess, Collection<String> scored, boolean emptyIsZero) {
        List<Map<String, Object>> points = new ArrayList<>();
        for (double collar : collars) {
            DetectionReport report = new EventMetrics(scored, new EventTolerance(collar, collar, offsetRatio))
                    .count(truth, guess)
                    .report(emptyIsZero);
            Map<String, Object> point = new LinkedHashMap<>();
            point.put("collar", collar);
            point.put("micro_f1", ReportJson.number(report.micro().f1()));
            point.put("macro_f1", ReportJson.number(report.macro().f1()));
            point.put("macro_error_rate", ReportJson.number(report.macro().errorRate()));
            points.add(point);
        }
        return points;
    }
}
