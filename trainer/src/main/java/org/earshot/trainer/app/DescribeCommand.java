package org.earshot.trainer.app;

import ai.djl.ndarray.NDManager;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.FrontEnd;
import org.earshot.trainer.net.block.LayerInfo;
import org.earshot.trainer.net.block.TorchEngine;
import org.earshot.trainer.net.tagger.Networks;
import org.earshot.trainer.net.tagger.TaggingNetwork;
import org.earshot.trainer.train.RecipeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code earshot-trainer describe}: the layers of a network and the number of values it learns. */
@Command(
        name = "describe",
        mixinStandardHelpOptions = true,
        description = "Prints the layers of a network with their shapes for one clip and the values they learn.")
public final class DescribeCommand implements Callable<Integer> {
    @Option(names = "--labels", required = true, description = "Number of labels.")
    private int labels;

    @Option(names = "--recipe", defaultValue = "paper", description = "Default: ${DEFAULT-VALUE}")
    private String recipe;

    @Mixin
    private NetworkOptions network;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (labels < 1) {
            throw new ConfigurationException("--labels: must be at least 1, is " + labels);
        }
        FrontEnd clip = FrontEnd.paper32k();
        try (NDManager manager = TorchEngine.open(1);
                TaggingNetwork net = Networks.create(
                        RecipeFile.read(recipe, network.changes()).networkSettings(),
                        labels,
                        clip.mels(),
                        1,
                        manager)) {
            print(net.layers(clip.clipFrames()), net.weights().parameterCount());
        }
        return ExitCodes.OK;
    }

    private void print(List<LayerInfo> layers, long parameters) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%-20s %-42s %-16s %10s%n", "layer", "kind", "output", "parameters");
        for (LayerInfo layer : layers) {
            out.printf(
                    Locale.ROOT,
                    "%-20s %-42s %-16s %10d%n",
                    layer.name(),
                    layer.kind(),
                    layer.output(),
                    layer.parameters());
        }
        out.println("parameters " + parameters);
        out.flush();
    }
}
