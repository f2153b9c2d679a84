package org.earshot.app.command.file;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.earshot.app.command.ModelOptions;
import org.earshot.app.config.ConfiguredNetwork;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.audio.file.ReadSound;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.files.NpyFile;
import org.earshot.core.files.OutputFiles;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.FrontEnd;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code earshot log-mel}: the features of a recording, for use elsewhere. */
@Command(
        name = "log-mel",
        mixinStandardHelpOptions = true,
        description = "Writes the log-mel frames of a recording in NumPy's format: float32, [frames][mels].")
public final class LogMelCommand implements Callable<Integer> {
    private static final String PAPER = "paper-32k";
    private static final String WIDE = "wide-16k";

    @Parameters(paramLabel = "FILE", description = "recording")
    private Path file;

    @Option(names = "--output", required = true, paramLabel = "F.npy", description = "file to write")
    private Path output;

    @Option(
            names = "--preset",
            paramLabel = PAPER + "|" + WIDE,
            description = "front end to use instead of the model's own")
    private String preset;

    @Mixin
    private ModelOptions model;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        OutputFiles.requireApart(List.of(file), output);
        FrontEnd frontEnd = frontEnd();
        PrintWriter out = spec.commandLine().getOut();
        return new FileRun(out, spec.commandLine().getErr()).over(List.of(file), one -> {
            ReadSound sound = AudioFiles.read(one, frontEnd.rateHz());
            float[] logMel = LogMel.of(frontEnd, sound.samples());
            OutputFiles.write(
                    output, to -> NpyFile.write(to, logMel, logMel.length / frontEnd.mels(), frontEnd.mels()));
            return new FileRun.Result(List.of(), sound.samples().length, sound.fault(), sound.notes());
        });
    }

    private FrontEnd frontEnd() {
        if (preset == null) {
            return ConfiguredNetwork.model(model.load()).manifest().frontEnd();
        }
        return switch (preset) {
            case PAPER -> FrontEnd.paper32k();
            case WIDE -> FrontEnd.wide16k();
            default -> throw new ConfigurationException("--preset must be " + PAPER + " or " + WIDE + ", is " + preset);
        };
    }
}
