package org.earshot.trainer.app;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.earshot.detector.app.ExitCodes;
import org.earshot.detector.infer.DeviceChoice;
import org.earshot.detector.infer.InferenceSettings;
import org.earshot.detector.infer.MaskNetwork;
import org.earshot.detector.infer.OnnxMaskNetwork;
import org.earshot.detector.log.ProgressLine;
import org.earshot.detector.model.ConfigurationException;
import org.earshot.detector.model.ShippedModels;
import org.earshot.trainer.data.ClipDataset;
import org.earshot.trainer.data.DataSets;
import org.earshot.trainer.eval.Plots;
import org.earshot.trainer.eval.QuietEffect;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quiet}: what the detector's gate for quiet blocks spares and misses, by its margin. */
@Command(
        name = "quiet",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Hears each clip of a data set as a source that stays where it is, with the detector's"
                + " earshot.quiet.margin.db at several values, and counts spared blocks and missed events."
                + " A table in Markdown on standard output.")
public final class QuietCommand implements Callable<Integer> {
    @Option(names = "--model", required = true, description = "model file, or default, full or light for a shipped one")
    private String model;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DATA",
            description = "data set with known events: folder, or KIND:DIR for a public set")
    private String data;

    @Option(
            names = "--margins",
            split = ",",
            defaultValue = "3,6,9,12,18",
            paramLabel = "DB",
            description = "margins to try; default 3,6,9,12,18")
    private List<Integer> margins;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "how often each clip is heard, of which the last time counts; default 3")
    private int rounds;

    @Option(names = "--clip-blocks", defaultValue = "10", description = "as the detector's; default 10")
    private int clipBlocks;

    @Option(names = "--plot", paramLabel = "PNG", description = "where to draw spared blocks and missed events")
    private Path plot;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (rounds < 2 || margins.stream().anyMatch(margin -> margin < 1)) {
            throw new ConfigurationException("quiet: --rounds must be at least 2 and every margin at least 1");
        }
        try (MaskNetwork network = OnnxMaskNetwork.open(
                        ShippedModels.open(model), DeviceChoice.CPU, InferenceSettings.singleThreaded());
                ProgressLine line = ProgressLine.onTerminal()) {
            ClipDataset clips = DataSets.open(data, network.manifest().frontEnd());
            QuietEffect effect = new QuietEffect(network, clipBlocks, rounds, margins);
            for (int clip = 0; clip < clips.size(); clip++) {
                effect.add(clips, clip);
                line.update((clip + 1.0) / clips.size(), "clips");
            }
            spec.commandLine().getOut().print(effect.table());
            spec.commandLine().getOut().flush();
            if (plot != null) {
                Plots.quiet(effect.rows(), plot);
            }
        }
        return ExitCodes.OK;
    }
}
