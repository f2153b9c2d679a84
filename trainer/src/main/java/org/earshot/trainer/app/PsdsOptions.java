package org.earshot.trainer.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.eval.metric.EventList;
import org.earshot.trainer.eval.metric.EventTsv;
import org.earshot.trainer.eval.metric.Interval;
import org.earshot.trainer.eval.metric.ListBootstrap;
import org.earshot.trainer.eval.metric.Psds;
import org.earshot.trainer.eval.metric.PsdsSettings;
import picocli.CommandLine.Option;

/** Options for the polyphonic sound detection score of event lists at several thresholds. */
final class PsdsOptions {
    @Option(names = "--psds", description = "also the polyphonic sound detection score; needs --durations")
    private boolean asked;

    @Option(
            names = "--psds-preset",
            split = ",",
            paramLabel = "PRESET",
            description = "also the score with the parameters of a challenge, in place of the options below: psds1 and"
                    + " psds2 (the scenarios of DCASE 2021 to 2023 task 4), dcase2020; several by commas")
    private List<Preset> presets = List.of();

    @Option(
            names = "--operating-points",
            paramLabel = "DIR",
            description = "event lists at several thresholds for PSDS, one file each; default --estimated alone")
    private Path operatingPoints;

    @Option(names = "--dtc", defaultValue = "0.5", description = "PSDS: detection tolerance; default 0.5")
    private double detectionTolerance;

    @Option(names = "--gtc", defaultValue = "0.5", description = "PSDS: ground truth tolerance; default 0.5")
    private double groundTruthTolerance;

    @Option(names = "--cttc", defaultValue = "0.3", description = "PSDS: cross-trigger tolerance; default 0.3")
    private double crossTriggerTolerance;

    @Option(names = "--alpha-ct", defaultValue = "0", description = "PSDS: weight of cross-triggers; default 0")
    private double crossTriggerWeight;

    @Option(
            names = "--alpha-st",
            defaultValue = "0",
            description = "PSDS: weight of the spread between labels; default 0")
    private double instabilityWeight;

    @Option(names = "--max-efpr", defaultValue = "100", description = "PSDS: false alarms per hour; default 100")
    private double maxFalseAlarms;

    /** Parameters by name. */
    enum Preset {
        PSDS1(PsdsSettings.SCENARIO1),
        PSDS2(PsdsSettings.SCENARIO2),
        DCASE2020(PsdsSettings.DCASE2020);

        private final PsdsSettings settings;

        Preset(PsdsSettings settings) {
            this.settings = settings;
        }
    }

    boolean isAsked() {
        return asked || !presets.isEmpty();
    }

    /**
     * The lists at several thresholds.
     *
     * @param estimated taken if no operating points are given; null if there is none
     */
    List<EventList> points(EventList estimated) throws IOException {
        if (operatingPoints == null && estimated == null) {
            throw new ConfigurationException("score: --psds needs --operating-points or --estimated");
        }
        return operatingPoints == null
                ? List.of(estimated)
                : pointFiles().stream().map(EventTsv::read).toList();
    }

    /**
     * Scores with each set of parameters that is asked for.
     *
     * @param bootstrap for the intervals
     * @param scores receives the scores by name
     * @param intervals receives their intervals
     */
    void score(
            ScoredLists lists, ListBootstrap bootstrap, Map<String, Object> scores, Map<String, Interval> intervals) {
        settings().forEach((name, settings) -> {
            Psds psds = new Psds(lists.truth(), lists.seconds(), settings);
            List<Psds.Counted> counted =
                    lists.points().stream().map(psds::count).toList();
            scores.put(name, psds.score(counted, file -> 1));
            intervals.putAll(bootstrap.psds(name, psds, counted));
        });
    }

    private Map<String, PsdsSettings> settings() {
        Map<String, PsdsSettings> settings = new LinkedHashMap<>();
        if (asked) {
            settings.put(
                    "psds",
                    new PsdsSettings(
                            detectionTolerance,
                            groundTruthTolerance,
                            crossTriggerTolerance,
                            crossTriggerWeight,
                            instabilityWeight,
                            maxFalseAlarms));
        }
        for (Preset preset : presets) {
            String name = preset.name().toLowerCase(Locale.ROOT);
            settings.put(name.startsWith("psds") ? name : "psds_" + name, preset.settings);
        }
        return settings;
    }

    private List<Path> pointFiles() throws IOException {
        if (!Files.isDirectory(operatingPoints)) {
            throw new ConfigurationException("score: --operating-points " + operatingPoints + " is not a directory");
        }
        try (Stream<Path> files = Files.list(operatingPoints)) {
            List<Path> lists = files.filter(f -> f.toString().matches("(?i).*\\.(tsv|csv|txt|det)"))
                    .sorted()
                    .toList();
            if (lists.isEmpty()) {
                throw new ConfigurationException(
                        "score: --operating-points " + operatingPoints + " has no .tsv, .csv, .txt or .det file");
            }
            return lists;
        }
    }
}
