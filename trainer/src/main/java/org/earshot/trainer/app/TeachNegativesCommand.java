package org.earshot.trainer.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.earshot.core.files.ExitCodes;
import org.earshot.trainer.teach.scene.NegativesWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code teach-negatives}: makes the sounds that {@code teach} comes with. For those who build the program. */
@Command(
        name = "teach-negatives",
        hidden = true,
        mixinStandardHelpOptions = true,
        description =
                "Makes the sounds that teach comes with, as log-mel, from the recordings of a corpus that anyone may"
                        + " use: trainer/src/main/resources/org/earshot/trainer/teach/negatives.bin, and negatives.csv beside it with"
                        + " who made them.")
public final class TeachNegativesCommand implements Callable<Integer> {
    @Option(names = "--corpus", required = true, paramLabel = "DIR", description = "Folder with manifest.csv.")
    private Path corpus;

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "negatives.bin")
    private Path output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        int sounds = NegativesWriter.write(corpus, output);
        spec.commandLine().getErr().println(output + ": " + sounds + " sounds");
        return ExitCodes.OK;
    }
}
