package org.earshot.app.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.earshot.app.demo.Demo;
import org.earshot.app.demo.DemoSettings;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.model.ShippedModels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code earshot demo}: the whole chain in one process, from recordings to events and a table of what was found. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Shows the whole chain in one process: starts a Kafka broker, plays recordings as three microphones,"
                        + " detects, prints each event and compares with what was played. Needs nothing else.")
public final class DemoCommand implements Callable<Integer> {
    private static final double FAST = 6;

    @Option(names = "--realtime", description = "Play at the speed of sound recorded, to listen along.")
    private boolean realtime;

    @Option(
            names = "--audio",
            paramLabel = "DIR",
            description = "Play the WAV, FLAC and MP3 files of a folder instead, each as a microphone of its own"
                    + " (the first two minutes of each, 16 files at most).")
    private Path folder;

    @Option(
            names = "--model",
            paramLabel = "M",
            defaultValue = ShippedModels.DEFAULT,
            description = "Model file or name of a shipped model. Default: ${DEFAULT-VALUE}.")
    private String model;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Another seed makes another scene of the same sounds. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        DemoSettings settings = new DemoSettings(model, folder, seed, realtime ? 1 : FAST);
        boolean complete = new Demo(settings, spec.commandLine().getOut()).run();
        return complete ? ExitCodes.OK : ExitCodes.DATA;
    }
}
