package org.earshot.trainer.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.log.ProgressLine;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.FrontEnd;
import org.earshot.trainer.data.clips.ClipDataset;
import org.earshot.trainer.data.clips.LearningCheck;
import org.earshot.trainer.data.clips.ValidationPart;
import org.earshot.trainer.data.sets.DataSets;
import org.earshot.trainer.train.Checkpoint;
import org.earshot.trainer.train.DataRecord;
import org.earshot.trainer.train.Recipe;
import org.earshot.trainer.train.RecipeFile;
import org.earshot.trainer.train.RunClips;
import org.earshot.trainer.train.RunSetup;
import org.earshot.trainer.train.RunState;
import org.earshot.trainer.train.StartingPoint;
import org.earshot.trainer.train.StopRequest;
import org.earshot.trainer.train.TrainingRun;
import org.earshot.trainer.train.log.TrainingCurve;
import org.earshot.trainer.train.log.TrainingLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code earshot-trainer train}: learns a network from clip tags. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Learns a network from clip tags alone. Ctrl-C or SIGTERM writes a checkpoint; --resume"
                + " continues from it.")
public final class TrainCommand implements Callable<Integer> {
    enum Preset {
        WIDE_16K,
        PAPER_32K
    }

    @Option(
            names = "--data",
            required = true,
            description = "Clips to learn from: a folder, desed:DIR#weak, dcase2017:DIR#training or DIR#not-fold1.")
    private String data;

    @Option(
            names = "--validation",
            description =
                    "Validation clips, in the same form. Default: about one in twenty clips of --data, chosen by their"
                            + " names, which are then not trained on.")
    private String validation;

    @Option(names = "--output", required = true, description = "Folder of the run: checkpoint, log, curve.")
    private Path output;

    @Option(
            names = "--recipe",
            description = "light, full, tune, paper or a YAML file. Default: light, with --from tune.")
    private String recipe;

    @Option(
            names = "--from",
            paramLabel = "full|light|FILE",
            description = "Starts from learnt weights: those of a shipped model, a float32 model file (.onnx), a"
                    + " checkpoint (.npz) or the folder of a run. Their network replaces the recipe's; labels of the"
                    + " same name keep their weights, others start with fresh ones.")
    private String from;

    @Option(
            names = "--teacher",
            split = ",",
            paramLabel = "full|light|FILE",
            description = "Also learns from the tags and masks of another network, named as for --from: this brings"
                    + " a small network closer to a large one. Of several, separated by commas, their mean. Must be"
                    + " given again with --resume.")
    private List<String> teachers = List.of();

    @Option(
            names = "--front-end",
            defaultValue = "wide_16k",
            description = "${COMPLETION-CANDIDATES}; with --from, that of the given weights. Default: ${DEFAULT-VALUE}")
    private Preset frontEnd;

    @Option(
            names = "--max-minutes",
            description = "Finishes the schedule within this time; the result is then not reproducible bit for bit.")
    private double maxMinutes = Double.POSITIVE_INFINITY;

    @Option(
            names = "--resume",
            description = "Continues the run in --output as it began: recipe, clips and teachers must be the same.")
    private boolean resume;

    @Mixin
    private NetworkOptions network;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!(maxMinutes > 0)) {
            throw new ConfigurationException("--max-minutes: must be positive, is " + maxMinutes);
        }
        StopRequest.untilStopped(this::train);
        return ExitCodes.OK;
    }

    private void train(StopRequest stop) {
        try (TrainingRun run = open();
                ProgressLine line = ProgressLine.onTerminal()) {
            RunState end = run.train(stop, row -> show(run, line, row));
            line.print(System.err, summary(end));
        }
    }

    private TrainingRun open() {
        if (resume && from != null) {
            throw new ConfigurationException("train: give either --from, for a new run, or --resume");
        }
        StartingPoint beginning = from == null ? null : StartingPoint.read(from);
        Checkpoint checkpoint = resume ? Checkpoint.read(RunSetup.checkpoint(output)) : null;
        if (checkpoint == null && Files.exists(RunSetup.checkpoint(output))) {
            throw new ConfigurationException(
                    output + ": already holds a run; use --resume to continue it, or give another folder");
        }
        Recipe chosen = checkpoint == null ? chosenRecipe(beginning) : resumedRecipe(checkpoint.state());
        FrontEnd sound = beginning != null
                ? beginning.frontEnd()
                : checkpoint != null ? checkpoint.state().frontEnd() : frontEnd();
        boolean auxiliary = chosen.train().auxiliaryWeight() > 0;
        ClipDataset all = DataSets.open(data, sound, auxiliary);
        ValidationPart parts = validation == null ? ValidationPart.of(all) : null;
        ClipDataset learnt = parts == null ? all : all.subset(parts.others());
        ClipDataset judged = parts == null
                ? DataSets.open(validation, sound)
                : (auxiliary ? DataSets.open(data, sound) : all).subset(parts.part());
        List<StartingPoint> taught = teachers.stream().map(StartingPoint::read).toList();
        Map<String, Object> record = DataRecord.of(DataSets.directory(data), learnt, judged);
        if (parts != null) {
            record.put(DataRecord.HELD_OUT, DataRecord.BY_NAME);
        }
        if (!taught.isEmpty()) {
            record.put(
                    DataRecord.TEACHER,
                    taught.size() == 1
                            ? taught.get(0).record()
                            : taught.stream().map(StartingPoint::record).toList());
        }
        if (checkpoint != null) {
            DataRecord.requireSame(checkpoint.state().data(), record);
        }
        LearningCheck.require(data, learnt, judged);
        try {
            Files.createDirectories(output);
            Files.writeString(output.resolve("recipe.yaml"), RecipeFile.write(chosen));
            new RunClips(DataSets.absolute(data), validation == null ? null : DataSets.absolute(validation))
                    .write(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (beginning != null) {
            record.put(DataRecord.BEGAN_FROM, beginning.record());
        } else if (checkpoint != null && checkpoint.state().data().containsKey(DataRecord.BEGAN_FROM)) {
            record.put(DataRecord.BEGAN_FROM, checkpoint.state().data().get(DataRecord.BEGAN_FROM));
        }
        RunSetup setup = new RunSetup(output, chosen, learnt, judged, record, maxMinutes, taught);
        if (checkpoint != null) {
            return TrainingRun.resume(setup, checkpoint);
        }
        if (beginning == null) {
            return TrainingRun.start(setup);
        }
        TrainingRun run = TrainingRun.start(setup, beginning);
        spec.commandLine().getErr().println(beginning.greeting(learnt.labels()));
        return run;
    }

    private Recipe chosenRecipe(StartingPoint beginning) {
        if (beginning == null) {
            return RecipeFile.read(recipe == null ? "light" : recipe, network.changes());
        }
        return RecipeFile.read(recipe == null ? "tune" : recipe, beginning.recipe(), network.changes());
    }

    /** The recipe that the run began with; options that ask for another are refused. */
    private Recipe resumedRecipe(RunState begun) {
        if (spec.commandLine().getParseResult().hasMatchedOption("--front-end")
                && !frontEnd().equals(begun.frontEnd())) {
            throw new ConfigurationException("--resume: this run has another front end than --front-end "
                    + frontEnd.name().toLowerCase(Locale.ROOT) + "; leave it out, or begin a new run");
        }
        Recipe own = RecipeFile.resumed(begun.recipe(), network.changes());
        if (recipe != null) {
            boolean others = begun.data().containsKey(DataRecord.BEGAN_FROM);
            if (!RecipeFile.read(recipe, others ? begun.recipe() : "", network.changes())
                    .equals(own)) {
                throw new ConfigurationException("--resume: this run has another recipe than --recipe " + recipe
                        + " with the options given; leave it out, or begin a new run");
            }
        }
        return own;
    }

    private FrontEnd frontEnd() {
        return frontEnd == Preset.PAPER_32K ? FrontEnd.paper32k() : FrontEnd.wide16k();
    }

    private void show(TrainingRun run, ProgressLine line, TrainingLog.Row row) {
        String losses = String.format(Locale.ROOT, "loss %.4f (prior alone %.4f)", row.loss(), row.priorEntropy());
        // The last step may overshoot the end.
        double done = Math.min(1, row.progress());
        double remaining = row.seconds() / done * (1 - done);
        String note = String.format(
                Locale.ROOT,
                "%s  mAP %.3f  %.0f clip-steps  %s left",
                losses,
                run.state().lastMap(),
                row.clipSteps(),
                minutes(remaining));
        if (!Double.isNaN(row.validationMap())) {
            TrainingCurve.draw(run.log().rows(), output.resolve("validation.png"));
            line.print(
                    System.err,
                    String.format(
                            Locale.ROOT,
                            "%5.1f %%  %6.0f clip-steps  %s  validation mAP %.4f  waited for data %.1f %%  %s left",
                            100 * done,
                            row.clipSteps(),
                            losses,
                            row.validationMap(),
                            100 * row.waitingShare(),
                            minutes(remaining)));
        }
        line.update(done, note);
    }

    private String summary(RunState end) {
        String how = end.finished() ? "finished" : "stopped, continue with --resume";
        return String.format(
                Locale.ROOT,
                "%s: %s after %d steps, %.0f clip-steps, %s; %s",
                output,
                how,
                end.step(),
                end.clipSteps(),
                minutes(end.seconds()),
                Double.isNaN(end.lastMap())
                        ? "no validation mAP, because no label is present in some validation clips and absent from"
                                + " others"
                        : String.format(Locale.ROOT, "validation mAP %.4f, best %.4f", end.lastMap(), end.bestMap()));
    }

    private static String minutes(double seconds) {
        long whole = Math.round(seconds);
        return whole / 60 + ":" + String.format(Locale.ROOT, "%02d", whole % 60);
    }
}
