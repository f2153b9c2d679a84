package org.earshot.trainer.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.earshot.core.files.ExitCodes;
import org.earshot.trainer.app.option.ModelOption;
import org.earshot.trainer.teach.trial.Trial;
import org.earshot.trainer.teach.trial.TrialReport;
import org.earshot.trainer.teach.trial.TrialResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code teach-trial}: how well labels are taught from a few recordings. */
@Command(
        name = "teach-trial",
        hidden = true,
        mixinStandardHelpOptions = true,
        description =
                "Teaches kinds of sounds that a model does not know from a few recordings of a corpus and measures"
                        + " them on others. Started again, it goes on where it was.")
public final class TeachTrialCommand implements Callable<Integer> {
    @Mixin
    private ModelOption model;

    @Option(names = "--corpus", required = true, paramLabel = "DIR", description = "Folder with manifest.csv.")
    private Path corpus;

    @Option(
            names = "--kinds",
            split = ",",
            defaultValue = "church_bells,chainsaw,sneezing,helicopter,fireworks",
            description = "Distractors of the corpus that are taught. Default: ${DEFAULT-VALUE}")
    private List<String> kinds;

    @Option(
            names = "--examples",
            split = ",",
            defaultValue = "3,10,30",
            description = "Numbers of recordings. Default: ${DEFAULT-VALUE}")
    private List<Integer> examples;

    @Option(names = "--draws", defaultValue = "5", description = "Draws of recordings. Default: ${DEFAULT-VALUE}")
    private int draws;

    @Option(
            names = "--background-minutes",
            defaultValue = "20",
            description = "Background of the place that is given to teach. Default: ${DEFAULT-VALUE}")
    private int backgroundMinutes;

    @Option(
            names = "--same-place",
            description = "Measures on background of the same kinds as the one given, of other sources: the place on"
                    + " another day. Without it, the place measured has kinds that were not given.")
    private boolean samePlace;

    @Option(names = "--mixtures", defaultValue = "120", description = "For each kind. Default: ${DEFAULT-VALUE}")
    private int mixtures;

    @Option(
            names = "--measured-minutes",
            defaultValue = "120",
            description = "Background to count alarms on. Default: ${DEFAULT-VALUE}")
    private int measuredMinutes;

    @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "Folder of models and results.")
    private Path output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        Trial.Setup setup = new Trial.Setup(
                model.open(),
                corpus,
                kinds,
                examples,
                draws,
                backgroundMinutes,
                samePlace,
                mixtures,
                measuredMinutes,
                output,
                seed);
        List<TrialResult> results = new Trial(setup, line -> {
                    err.println(line);
                    err.flush();
                })
                .run();
        spec.commandLine().getOut().print(TrialReport.write(results, output));
        spec.commandLine().getOut().flush();
        return ExitCodes.OK;
    }
}
