package org.earshot.app.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.earshot.app.bench.BenchRun.Mode;
import org.earshot.app.config.ConfigOptions;
import org.earshot.app.config.ModelSection;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.files.TemporaryFolder;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.PrecisionChoice;
import org.earshot.core.log.ProgressLine;
import org.earshot.core.log.Terminal;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.ShippedModels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code earshot bench}: how many sources this machine can serve. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description =
                "Measures the network alone, the pipeline without Kafka and the whole detector beside a broker, in one run.")
public final class BenchCommand implements Callable<Integer> {
    private static final String SOAK_HEAP = "256m";
    private static final List<String> NOT_FOR_A_SOAK = List.of(
            "--blocks",
            "--threads",
            "--modes",
            "--seconds",
            "--latency-seconds",
            "--flood",
            "--set",
            "--json",
            "--plot");

    @Option(names = "--model", paramLabel = "M", description = "Shipped model or file. Default: ${DEFAULT-VALUE}.")
    private String model = ShippedModels.DEFAULT;

    @Option(
            names = "--precision",
            split = ",",
            paramLabel = "P",
            description =
                    "auto, fp32, int8 or several. Default: what a detector takes by itself; fp32 without caches is measured beside it.")
    private List<String> precisions = List.of(ModelSection.PRECISION_AUTO);

    @Option(names = "--device", paramLabel = "D", description = "auto, cpu, cuda or cuda:N. Default: cpu.")
    private String device = "cpu";

    @Option(names = "--blocks", split = ",", paramLabel = "N", description = "Blocks of a clip. Default: 1,2,5,10.")
    private List<Integer> blocks = List.of(1, 2, 5, 10);

    @Option(
            names = "--threads",
            split = ",",
            paramLabel = "N",
            description = "Scoring threads. Default: 1 and all cores.")
    private List<Integer> threads;

    @Option(
            names = "--modes",
            split = ",",
            paramLabel = "MODE",
            description = "Of ${COMPLETION-CANDIDATES}. Default: all.")
    private Set<Mode> modes = EnumSet.allOf(Mode.class);

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "About how long each takes. Default: ${DEFAULT-VALUE}.")
    private int seconds = 8;

    @Option(
            names = "--latency-seconds",
            paramLabel = "S",
            description = "How long sources send in real time for the latency. Default: ${DEFAULT-VALUE}.")
    private int latencySeconds = 25;

    @Option(
            names = "--flood",
            description =
                    "Measure the latency again beside one source that sends at 100 times its rate; each source may send at twice its rate (earshot.source.speed.max=2).")
    private boolean flood;

    @Option(
            names = "--set",
            paramLabel = "K=V",
            description = "A setting of the detector, above those of the environment; may be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(names = "--json", paramLabel = "FILE", description = "Where to write the measurements.")
    private Path json;

    @Option(names = "--plot", paramLabel = "FILE", description = "Where to draw sources per core as PNG.")
    private Path plot;

    @Option(
            names = "--soak",
            description = "Instead: score blocks for as long as --soak-blocks says and watch the resident memory.")
    private boolean soak;

    @Option(names = "--soak-blocks", paramLabel = "N", description = "Blocks of a soak. Default: ${DEFAULT-VALUE}.")
    private long soakBlocks = 1_000_000;

    @Option(names = "--soak-here", hidden = true, description = "Soak in this process, whatever its heap.")
    private boolean soakHere;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (soak) {
            return soak(out);
        }
        BenchSettings settings = settings();
        out.println(BenchReport.heading());
        out.flush();
        List<BenchRun> runs = modes.contains(Mode.TOPOLOGY) ? besideBroker(settings) : bench(settings, null, null);
        BenchReport report = new BenchReport(model, runs);
        if (plot != null) {
            report.plot(plot);
        }
        boolean agree = runs.stream().noneMatch(run -> Boolean.FALSE.equals(run.eventsAgree()));
        if (!agree) {
            throw new ConfigurationException(
                    "bench: the topology gave other events than the pipeline on the same sound");
        }
        return ExitCodes.OK;
    }

    /** In a process whose Java heap is fixed and touched before the first mark, so that what grows is no heap on its way. */
    private int soak(PrintWriter out) throws InterruptedException {
        if (soakHere) {
            return soakHere(out);
        }
        for (String option : NOT_FOR_A_SOAK) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new ConfigurationException("--soak: " + option + " has no effect on it; leave that out");
            }
        }
        if (precisions.size() > 1) {
            throw new ConfigurationException("--soak: takes one --precision, not " + String.join(",", precisions));
        }
        DeviceChoice.parse(device);
        return ChildProcess.run(
                List.of(
                        "-Xms" + SOAK_HEAP,
                        "-Xmx" + SOAK_HEAP,
                        "-XX:+AlwaysPreTouch",
                        "-D" + Terminal.PROPERTY + "=" + Terminal.watchesErrors()),
                List.of(
                        "bench",
                        "--soak",
                        "--soak-here",
                        "--model",
                        model,
                        "--precision",
                        precisions.get(0),
                        "--device",
                        device,
                        "--soak-blocks",
                        Long.toString(soakBlocks)),
                out);
    }

    private int soakHere(PrintWriter out) {
        try (ProgressLine line = ProgressLine.onTerminal()) {
            SoakBench.Result result = new SoakBench(
                            ShippedModels.open(model, resolved(precisions.get(0))),
                            DeviceChoice.parse(device),
                            soakBlocks)
                    .run((share, note) -> line.update(share, note));
            out.println(result.describe());
            out.flush();
            return result.isSteady() ? ExitCodes.OK : ExitCodes.DEVICE;
        }
    }

    private BenchSettings settings() {
        int all = Runtime.getRuntime().availableProcessors();
        List<Integer> counts = threads != null ? threads : all == 1 ? List.of(1) : List.of(1, all);
        if (seconds < 1
                || latencySeconds < 1
                || Stream.concat(blocks.stream(), counts.stream()).anyMatch(n -> n < 1)) {
            throw new ConfigurationException("bench: blocks, threads and seconds must be at least 1");
        }
        return new BenchSettings(
                model,
                DeviceChoice.parse(device),
                precisions.stream().map(this::resolved).distinct().toList(),
                blocks,
                counts,
                seconds,
                latencySeconds,
                flood,
                overrides,
                ConfigOptions.fromEnvironment(overrides));
    }

    private String resolved(String precision) {
        return precision.equals(ModelSection.PRECISION_AUTO)
                ? PrecisionChoice.auto(model, "", DeviceChoice.parse(device))
                        .model()
                        .manifest()
                        .precision()
                : precision;
    }

    private List<BenchRun> besideBroker(BenchSettings settings) throws InterruptedException {
        Path folder = TemporaryFolder.create("earshot-bench");
        try (ChildProcess broker = ChildProcess.start(
                List.of(
                        "broker",
                        "--port",
                        "0",
                        "--data",
                        folder.resolve("broker").toString()),
                folder)) {
            return bench(settings, broker.firstLine(), folder);
        } finally {
            TemporaryFolder.discard(folder);
        }
    }

    private List<BenchRun> bench(BenchSettings settings, String bootstrapServers, Path folder)
            throws InterruptedException {
        int perPoint = modes.size() + (modes.contains(Mode.NETWORK) ? 2 : 0);
        int total = settings.precisions().size()
                * settings.blocks().size()
                * settings.threads().size()
                * perPoint;
        try (ProgressLine line = ProgressLine.onTerminal()) {
            List<BenchRun> done = new ArrayList<>();
            return new Bench(settings, modes, run -> {
                        done.add(run);
                        line.print(spec.commandLine().getOut(), BenchReport.row(run));
                        line.update(
                                (double) done.size() / total,
                                run.setup().mode().word() + " " + run.setup().blocks() + " blocks");
                        // After each, so that a run that is broken off leaves what it has.
                        if (json != null) {
                            new BenchReport(model, done).write(json);
                        }
                    })
                    .run(bootstrapServers, folder);
        }
    }
}
