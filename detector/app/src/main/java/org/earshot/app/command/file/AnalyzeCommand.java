package org.earshot.app.command.file;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.earshot.app.command.ModelOptions;
import org.earshot.app.config.Config;
import org.earshot.app.config.ConfiguredNetwork;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.files.EventTable;
import org.earshot.core.files.FileAnalyzer;
import org.earshot.core.files.FileNames;
import org.earshot.core.files.FileReport;
import org.earshot.core.infer.MaskNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code earshot analyze}: the events of recordings, without Kafka. */
@Command(
        name = "analyze",
        mixinStandardHelpOptions = true,
        description =
                "Prints the events of recordings (WAV, FLAC, MP3; others through ffmpeg), as a live source would be processed.")
public final class AnalyzeCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "recordings")
    private List<Path> files;

    @Option(
            names = "--format",
            defaultValue = "tsv",
            paramLabel = "tsv|ndjson",
            description = "table or one JSON object a line (${DEFAULT-VALUE})")
    private EventTable.Format format;

    @Option(names = "--clips", description = "decode 10-s clips one by one, as in the paper")
    private boolean clips;

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
            var table = new EventTable(format, network);
            table.head().ifPresent(out::println);
            return new FileRun(out, spec.commandLine().getErr()).over(files, file -> {
                String name = names.of(file);
                // The source as which it would be published.
                DetectorSettings settings =
                        ConfiguredNetwork.detector(config, network.manifest(), FileNames.stemOf(file));
                var analyzer = new FileAnalyzer(network, settings);
                FileReport report = clips ? analyzer.clips(file) : analyzer.listen(file);
                return new FileRun.Result(table.rows(name, report), report.samples(), report.fault(), report.notes());
            });
        } finally {
            out.flush();
        }
    }
}
