package org.earshot.trainer.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.earshot.detector.app.ExitCodes;
import org.earshot.detector.app.Version;
import org.earshot.trainer.export.ParityCheck;
import org.earshot.trainer.train.Checkpoint;
import org.earshot.trainer.train.RunExport;
import org.earshot.trainer.train.RunSetup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code earshot-trainer export}: makes a model file of a run. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Makes a model file of a run and holds it against the trained network.")
public final class ExportCommand implements Callable<Integer> {
    @Option(names = "--run", required = true, description = "Folder of a run, or a checkpoint file.")
    private Path run;

    @Option(names = "--output", required = true, paramLabel = "ONNX", description = "The model file.")
    private Path output;

    @Option(names = "--name", defaultValue = "earshot", description = "Name of the model. Default: ${DEFAULT-VALUE}")
    private String name;

    @Option(names = "--model-version", description = "Version of the model. Default: the program's.")
    private String version = Version.current();

    @Option(
            names = "--window",
            defaultValue = "15",
            description = "Frames of the sliding window over which the activity is pooled, odd; 0 for the network's own"
                    + " weighting of the mels. Default: ${DEFAULT-VALUE}")
    private int window;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path checkpoint = Files.isDirectory(run) ? RunSetup.checkpoint(run) : run;
        ParityCheck.Differences differences =
                RunExport.write(Checkpoint.read(checkpoint), new RunExport.Naming(name, version, window), output);
        spec.commandLine()
                .getErr()
                .printf(
                        Locale.ROOT,
                        "%s: differs from the trained network by at most %.1e in tags, %.1e in activity, %.1e in masks%n",
                        output,
                        differences.tags(),
                        differences.activity(),
                        differences.masks());
        return ExitCodes.OK;
    }
}
