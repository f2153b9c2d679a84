package org.earshot.app.command.file;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.earshot.app.command.ModelOptions;
import org.earshot.app.config.Config;
import org.earshot.app.config.ConfiguredNetwork;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.detect.TaggedClip;
import org.earshot.core.files.FileAnalyzer;
import org.earshot.core.files.FileNames;
import org.earshot.core.files.FileReport;
import org.earshot.core.infer.MaskNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code earshot tags}: the score of every label for each 10-s clip of recordings. */
@Command(
        name = "tags",
        mixinStandardHelpOptions = true,
        description = "Prints one row per clip of recordings: filename, start in seconds, and a column per label.")
public final class TagsCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "recordings")
    private List<Path> files;

    @Mixin
    private ModelOptions model;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Config config = model.load();
        PrintWriter out = spec.commandLine().getOut();
        try (MaskNetwork network = ConfiguredNetwork.open(config)) {
            var names = new FileNames(files);
            out.println(
                    "filename\tstart\t" + String.join("\t", network.manifest().labels()));
            return new FileRun(out, spec.commandLine().getErr()).over(files, file -> {
                DetectorSettings settings =
                        ConfiguredNetwork.detector(config, network.manifest(), FileNames.stemOf(file));
                FileReport report = new FileAnalyzer(network, settings).clips(file);
                return new FileRun.Result(
                        report.clips().stream()
                                .map(clip -> row(names.of(file), report, clip))
                                .toList(),
                        report.samples(),
                        report.fault(),
                        report.notes());
            });
        } finally {
            out.flush();
        }
    }

    private static String row(String name, FileReport report, TaggedClip clip) {
        var row = new StringBuilder(name);
        row.append(String.format(Locale.ROOT, "\t%.3f", report.seconds(clip.startSample())));
        for (float tag : clip.tags()) {
            row.append(String.format(Locale.ROOT, "\t%.4f", tag));
        }
        return row.toString();
    }
}
