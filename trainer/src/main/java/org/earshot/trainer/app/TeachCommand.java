package org.earshot.trainer.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.files.FileNames;
import org.earshot.core.files.WholeFile;
import org.earshot.core.log.ProgressLine;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.ShippedModels;
import org.earshot.trainer.app.option.ReviewOptions;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.data.corpus.Split;
import org.earshot.trainer.teach.Taught;
import org.earshot.trainer.teach.TeachCard;
import org.earshot.trainer.teach.TeachProgress;
import org.earshot.trainer.teach.Teaching;
import org.earshot.trainer.teach.head.LabelGraft;
import org.earshot.trainer.teach.scene.ReviewedSounds;
import org.earshot.trainer.teach.scene.SoundFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code earshot-trainer teach}: a new label from a handful of recordings. */
@Command(
        name = "teach",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Teaches a finished model a new label, or retrains one that it has, from 3 to 30 recordings."
                + " The other labels stay as they are, bit for bit. Writes the model, with thresholds for the label, and a"
                + " card of what to expect beside it.")
public final class TeachCommand implements Callable<Integer> {
    private static final String INT8 = "int8";

    @Option(
            names = "--model",
            defaultValue = "full",
            paramLabel = "full|light|FILE.onnx",
            description = "The model, in float32. Default: ${DEFAULT-VALUE}")
    private String model;

    @Option(names = "--label", paramLabel = "LABEL", description = "Name of the label.")
    private String label;

    @Option(
            names = "--examples",
            paramLabel = "DIR",
            description =
                    "Recordings of the sound, WAV, FLAC or MP3, 3 to 30 of them, each made at another time. Long ones"
                            + " are cut by their level.")
    private Path examples;

    @Option(
            names = "--not",
            paramLabel = "DIR",
            description = "Recordings of sounds that are easily taken for it and are not.")
    private Path not;

    @Mixin
    private ReviewOptions reviews;

    @Option(
            names = "--background",
            paramLabel = "DIR",
            description =
                    "Recordings of the place without the sound, ten minutes or more; false alarms are counted on them.")
    private Path background;

    @Option(
            names = "--without",
            split = ",",
            paramLabel = "KIND",
            description = "Kinds of the sounds that come with the program which the label is not to be told apart from;"
                    + " those that share a word with the label are left out anyway.")
    private Set<String> without = new TreeSet<>();

    @Option(
            names = "--remove",
            paramLabel = "LABEL",
            description = "Takes a label out of the model; needs no recordings.")
    private String remove;

    @Option(
            names = "--max-alarms",
            defaultValue = "0.5",
            paramLabel = "N",
            description =
                    "False alarms an hour that the label's thresholds are chosen for, those of the operating point normal"
                            + " too. Default: ${DEFAULT-VALUE}")
    private double maxAlarms;

    @Option(
            names = "--int8",
            description = "Also puts the label into the same model in eight bits, NAME.int8.onnx beside NAME.onnx.")
    private boolean int8;

    @Option(names = "--name", description = "Name of the taught model. Default: the model's, with -taught after it.")
    private String name;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Of everything that is drawn. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--output", required = true, paramLabel = "ONNX", description = "The model with the label.")
    private Path output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        require(FileNames.nameOf(output).endsWith(".onnx"), "--output: must end in .onnx, is " + output);
        require(maxAlarms >= 0, "--max-alarms: must be 0 or more, is " + maxAlarms);
        require((label == null) != (remove == null), "give either --label and --examples, or --remove");
        reviews.check("teach");
        ModelFile file = ShippedModels.open(model);
        ModelFile small = int8 ? ShippedModels.open(model, INT8) : null;
        if (remove != null) {
            require(examples == null && !reviews.given(), "--remove needs no --examples and no --reviews");
            write(output, LabelGraft.without(file, remove, name(file.manifest())));
            if (small != null) {
                write(beside(), LabelGraft.without(small, remove, name(small.manifest())));
            }
            return ExitCodes.OK;
        }
        require(
                examples != null || reviews.given(),
                "--label needs --examples, a folder of recordings, or --reviews of events");
        teach(file, small);
        return ExitCodes.OK;
    }

    private void teach(ModelFile file, ModelFile small) throws IOException {
        ReviewedSounds reviewed = ReviewedSounds.of(reviews.recordings(Split.TRAIN), label);
        if (reviews.given()) {
            say("reviews: " + reviewed.examples().size() + " examples of " + label + ", "
                    + reviewed.not().size() + " other sounds");
        }
        Teaching.Request request = new Teaching.Request(
                file,
                label,
                both(examples, Recording.Role.EVENT, reviewed.examples()),
                both(not, Recording.Role.DISTRACTOR, reviewed.not()),
                background,
                without,
                maxAlarms,
                seed);
        Taught taught;
        try (ProgressLine line = ProgressLine.onTerminal()) {
            taught = Teaching.teach(request, on(line));
        }
        taught.notices().forEach(this::say);
        TeachCard card = TeachCard.of(taught);
        write(output, taught.graft(file, name(file.manifest()), card.record()));
        if (small != null) {
            write(beside(), taught.graft(small, name(small.manifest()), card.record()));
        }
        Path text = output.resolveSibling(FileNames.nameOf(output).replaceFirst("\\.onnx$", ".md"));
        WholeFile.write(text, card.text(commandLine(), ModelFile.read(output)).getBytes(StandardCharsets.UTF_8));
        card.summary().forEach(this::say);
        say("card: " + text);
    }

    private List<Recording> both(Path folder, Recording.Role role, List<Recording> reviewed) {
        List<Recording> all = new ArrayList<>();
        if (folder != null) {
            all.addAll(SoundFolder.recordings(folder, label, role));
        }
        all.addAll(reviewed);
        return all;
    }

    private static TeachProgress on(ProgressLine line) {
        return new TeachProgress() {
            private volatile String step = "";

            @Override
            public void step(String name) {
                step = name;
                line.update(0, name);
            }

            @Override
            public void share(double done) {
                line.update(done, step);
            }
        };
    }

    private Path beside() {
        return output.resolveSibling(FileNames.nameOf(output).replaceFirst("\\.onnx$", ".int8.onnx"));
    }

    private String name(Manifest manifest) {
        if (name != null) {
            return name;
        }
        return manifest.name().endsWith("-taught") ? manifest.name() : manifest.name() + "-taught";
    }

    private void write(Path file, byte[] model) throws IOException {
        WholeFile.write(file, model);
        say(String.format(
                Locale.ROOT,
                "%s: %s",
                file,
                String.join(", ", ModelFile.read(file).manifest().labels())));
    }

    private String commandLine() {
        List<String> words = spec.commandLine().getParseResult().originalArgs();
        return "earshot-trainer " + String.join(" ", words);
    }

    private void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ConfigurationException("teach: " + otherwise);
        }
    }
}
