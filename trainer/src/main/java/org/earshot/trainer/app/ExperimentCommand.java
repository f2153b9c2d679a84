package org.earshot.trainer.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.FrontEnd;
import org.earshot.trainer.data.clips.ClipDataset;
import org.earshot.trainer.data.clips.TwentiethPart;
import org.earshot.trainer.data.sets.DataSets;
import org.earshot.trainer.experiment.Experiment;
import org.earshot.trainer.experiment.ExperimentData;
import org.earshot.trainer.experiment.ExperimentReport;
import org.earshot.trainer.experiment.ExperimentRunner;
import org.earshot.trainer.experiment.Plan;
import org.earshot.trainer.experiment.Protocol;
import org.earshot.trainer.experiment.RunResult;
import org.earshot.trainer.train.DataRecord;
import org.earshot.trainer.train.StopRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code earshot-trainer experiment}: a table or figure of the paper. */
@Command(
        name = "experiment",
        mixinStandardHelpOptions = true,
        description =
                "Trains and measures the networks of a table or figure of the paper. When started again it continues"
                        + " where it stopped. Writes runs.jsonl, NAME.md and PNG figures.")
public final class ExperimentCommand implements Callable<Integer> {
    enum Scale {
        PAPER,
        MEDIUM,
        SMALL;

        String recipe() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(
            paramLabel = "NAME",
            split = ",",
            description = "table4..table8, figure4..figure6, frame-weighting or dilation. Of several, the first seed of"
                    + " every row is run before the second of any.")
    private List<String> names;

    @Option(
            names = "--scale",
            defaultValue = "small",
            description = "paper: 32 kHz, full channels, 10,000 steps of 24 clips; medium: 16 kHz, a quarter of"
                    + " the channels, parts of clips, then whole ones, some six minutes per run; small: the same, parts only, a minute"
                    + " per run. Default: ${DEFAULT-VALUE}")
    private Scale scale;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DATA",
            description = "clips to learn from: folder with tags.csv, or KIND:DIR for a public set")
    private String data;

    @Option(
            names = "--test",
            paramLabel = "DATA",
            description = "clips to measure on. Default: each fold of --data in turn")
    private String test;

    @Option(names = "--folds", split = ",", description = "folds to hold out. Default: all of --data")
    private List<Integer> folds = List.of();

    @Option(names = "--seeds", split = ",", defaultValue = "1,2,3", description = "Default: ${DEFAULT-VALUE}")
    private List<Long> seeds;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "VARIANT",
            description = "rows of the table to run. Default: all")
    private List<String> only = List.of();

    @Option(names = "--output", required = true, description = "Folder of runs and results.")
    private Path output;

    @Option(
            names = "--report-only",
            description = "Writes tables and figures of the runs that are done, and trains nothing.")
    private boolean reportOnly;

    @Mixin
    private RecipeOverrides overrides;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Experiment> experiments =
                names.stream().map(name -> Experiment.named(name).only(only)).toList();
        Plan plan = new Plan(experiments, seeds, holdOuts(Plan.commonProtocol(experiments)));
        ExperimentRunner runner = new ExperimentRunner(output, scale.recipe(), overrides.values());
        if (reportOnly) {
            print(report(runner, plan));
        } else {
            StopRequest.untilStopped(stop -> run(runner, plan, stop));
        }
        return ExitCodes.OK;
    }

    private void run(ExperimentRunner runner, Plan plan, StopRequest stop) {
        runner.run(plan, stop, result -> {
            log(runner.progress(plan), result);
            // The process waits for this thread once it is asked to end.
            if (!stop.isAsked()) {
                report(runner, plan);
            }
        });
        if (!stop.isAsked()) {
            print(report(runner, plan));
        }
    }

    private void print(List<String> texts) {
        texts.forEach(spec.commandLine().getOut()::print);
        spec.commandLine().getOut().flush();
    }

    /** @return the text of each experiment */
    private List<String> report(ExperimentRunner runner, Plan plan) {
        return plan.experiments().stream()
                .map(experiment -> ExperimentReport.write(
                        experiment, runner.results(experiment, plan), remark(scale.recipe()), output))
                .toList();
    }

    private void log(ExperimentRunner.Progress progress, RunResult result) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(String.format(
                Locale.ROOT,
                "%d of %d: %s, seed %d, fold %d: tagging mAP %.3f in %.0f s",
                progress.runs() - progress.left(),
                progress.runs(),
                result.variant(),
                result.seed(),
                result.fold(),
                result.measures().get("tagging.map"),
                result.seconds()));
        err.flush();
    }

    private List<ExperimentData> holdOuts(Protocol protocol) {
        FrontEnd frontEnd = scale == Scale.PAPER ? FrontEnd.paper32k() : FrontEnd.wide16k();
        ClipDataset all = DataSets.open(data, frontEnd);
        if (test != null && !folds.isEmpty()) {
            throw new ConfigurationException("experiment: give either --test or --folds");
        }
        if (test != null) {
            ClipDataset measured = DataSets.open(test, frontEnd);
            return List.of(holdOut(0, all, measured, protocol));
        }
        TreeSet<Integer> known = new TreeSet<>();
        for (int i = 0; i < all.size(); i++) {
            known.add(all.clip(i).fold());
        }
        known.remove(0);
        if (known.size() < 2) {
            throw new ConfigurationException(data + ": has no folds; give --test");
        }
        if (!known.containsAll(folds)) {
            throw new ConfigurationException("experiment: --folds " + folds + ": " + data + " has the folds " + known);
        }
        List<ExperimentData> holdOuts = new ArrayList<>();
        for (int fold : folds.isEmpty() ? known : new TreeSet<>(folds)) {
            ClipDataset training = all.subset(all.clipsWhere(clip -> clip.fold() != fold));
            ClipDataset held = all.subset(all.clipsWhere(clip -> clip.fold() == fold));
            holdOuts.add(holdOut(fold, training, held, protocol));
        }
        return holdOuts;
    }

    private ExperimentData holdOut(int fold, ClipDataset clips, ClipDataset measured, Protocol protocol) {
        if (!protocol.tunesGates()) {
            return new ExperimentData(fold, clips, null, measured, record(clips, clips, measured));
        }
        TwentiethPart parts = TwentiethPart.of(clips);
        ClipDataset training = clips.subset(parts.others());
        ClipDataset tuning = clips.subset(parts.part());
        Map<String, Object> record = record(clips, training, measured);
        return new ExperimentData(fold, training, tuning, measured, record);
    }

    private Map<String, Object> record(ClipDataset all, ClipDataset training, ClipDataset measured) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("data_set", name(data));
        record.putAll(DataRecord.originOf(DataSets.directory(data), ""));
        record.put("training_clips", training.size());
        if (test != null) {
            record.put("test_set", name(test));
            record.putAll(DataRecord.originOf(DataSets.directory(test), "test_"));
        }
        record.put("test_clips", measured.size());
        if (all.size() > training.size()) {
            record.put("tuning_clips", all.size() - training.size());
        }
        List<Path> folders = Stream.of(data, test)
                .filter(Objects::nonNull)
                .map(DataSets::directory)
                .toList();
        record.put(RunResult.CLIPS_HASH, DataRecord.hash(folders, all, measured));
        return record;
    }

    private String remark(String recipe) {
        return "Recipe " + recipe + (overrides.values().isEmpty() ? "" : " with " + overrides.values()) + ", data "
                + name(data) + (test == null ? "" : ", test " + name(test)) + ".";
    }

    private static String name(String dataSet) {
        Path path = Path.of(dataSet.substring(dataSet.indexOf(':') + 1));
        return String.valueOf(path.getFileName());
    }
}
