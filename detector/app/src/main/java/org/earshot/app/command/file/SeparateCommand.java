package org.earshot.app.command.file;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.earshot.app.command.ModelOptions;
import org.earshot.app.config.ConfiguredNetwork;
import org.earshot.core.audio.SampleFormat;
import org.earshot.core.audio.WavWriter;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.audio.file.ReadSound;
import org.earshot.core.detect.Separator;
import org.earshot.core.files.OutputFiles;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Manifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code earshot separate}: the sound of one label out of a recording. */
@Command(
        name = "separate",
        mixinStandardHelpOptions = true,
        description = "Writes the sound of one label, taken out of a recording by the label's mask.")
public final class SeparateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "recording")
    private Path file;

    @Option(names = "--label", required = true, paramLabel = "L", description = "a label of the model")
    private String label;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "F.wav",
            description = "16-bit WAV to write, mono, at the model's rate")
    private Path output;

    @Mixin
    private ModelOptions model;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        OutputFiles.requireApart(List.of(file), output);
        try (MaskNetwork network = ConfiguredNetwork.open(model.load())) {
            Manifest manifest = network.manifest();
            int index = manifest.labels().indexOf(label);
            if (index < 0) {
                throw new ConfigurationException("--label " + label + ": model " + manifest.name()
                        + " has no such label; its labels are " + String.join(", ", manifest.labels()));
            }
            int rateHz = manifest.frontEnd().rateHz();
            var separator = new Separator(network);
            PrintWriter out = spec.commandLine().getOut();
            return new FileRun(out, spec.commandLine().getErr()).over(List.of(file), one -> {
                ReadSound mixture = AudioFiles.read(one, rateHz);
                float[] separated = separator.separate(mixture.samples(), index);
                OutputFiles.write(output, to -> WavWriter.write(to, rateHz, SampleFormat.S16LE, separated));
                return new FileRun.Result(List.of(), mixture.samples().length, mixture.fault(), mixture.notes());
            });
        }
    }
}
