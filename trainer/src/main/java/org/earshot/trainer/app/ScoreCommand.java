package org.earshot.trainer.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.eval.metric.Dcase2017Tagging;
import org.earshot.trainer.eval.metric.EventList;
import org.earshot.trainer.eval.metric.EventMetrics;
import org.earshot.trainer.eval.metric.EventTolerance;
import org.earshot.trainer.eval.metric.EventTsv;
import org.earshot.trainer.eval.metric.SegmentMetrics;
import org.earshot.trainer.eval.report.ReportJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code score}: detection measures from event lists alone, as JSON on standard output. */
@Command(
        name = "score",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Scores a list of estimated events against a reference list: event-based and segment-based"
                + " measures (definitions of sed_eval), tagging, and PSDS. JSON on standard output.")
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

    @Mixin
    private PsdsOptions psds;

    @Mixin
    private JsonOutput out;

    @Spec
    private CommandSpec spec;

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
        EventList truth = EventTsv.read(reference).byBaseName();
        Map<String, Double> seconds = new LinkedHashMap<>();
        if (durations != null) {
            EventTsv.readDurations(durations).forEach((file, s) -> seconds.put(EventList.baseName(file), s));
            truth = truth.withFiles(seconds.keySet());
        }
        Map<String, Object> json = new LinkedHashMap<>();
        if (estimated != null) {
            detection(truth, EventTsv.read(estimated).byBaseName(), json);
        }
        if (psds.isAsked()) {
            if (durations == null) {
                throw new ConfigurationException("score: --psds needs --durations");
            }
            json.put("psds", psds.score(truth, seconds, estimated));
        }
        out.print(json);
        return ExitCodes.OK;
    }

    private void detection(EventList truth, EventList guess, Map<String, Object> json) {
        List<String> unknown =
                guess.files().stream().filter(f -> !truth.files().contains(f)).toList();
        if (!unknown.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("score: " + unknown.size() + " estimated files are not in the reference and are ignored"
                            + " (list them in --durations to count them); the first is " + unknown.get(0));
            spec.commandLine().getErr().flush();
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
        json.put(
                "event",
                ReportJson.of(
                        new EventMetrics(scored, tolerance).count(truth, guess).report(emptyIsZero)));
        json.put(
                "segment",
                ReportJson.of(
                        new SegmentMetrics(scored, segment).count(truth, guess).report(emptyIsZero)));
        json.put("tagging", ReportJson.of(Dcase2017Tagging.score(truth, guess)));
    }
}
