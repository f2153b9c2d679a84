package org.earshot.trainer.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import org.earshot.detector.app.ExitCodes;
import org.earshot.detector.log.ProgressLine;
import org.earshot.detector.model.ConfigurationException;
import org.earshot.detector.model.FrontEnd;
import org.earshot.trainer.data.Corpus;
import org.earshot.trainer.data.FieldRecipe;
import org.earshot.trainer.data.FieldSettings;
import org.earshot.trainer.data.MixtureRecipe;
import org.earshot.trainer.data.MixtureSet;
import org.earshot.trainer.data.MixtureWriter;
import org.earshot.trainer.data.PaperRecipe;
import org.earshot.trainer.data.PaperSettings;
import org.earshot.trainer.data.Placement.LevelOver;
import org.earshot.trainer.data.Recording;
import org.earshot.trainer.data.RecordingPool;
import org.earshot.trainer.data.Split;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code earshot-trainer mix}: makes a data set of mixtures from single recordings. */
@Command(
        name = "mix",
        mixinStandardHelpOptions = true,
        description = "Makes clips of 10 s from single recordings, with exact labels.")
public final class MixCommand implements Callable<Integer> {
    enum Style {
        FIELD,
        PAPER,
        BACKGROUND
    }

    @Option(names = "--corpus", required = true, description = "Folder with manifest.csv and the recordings.")
    private Path corpus;

    @Option(names = "--split", required = true, description = "${COMPLETION-CANDIDATES}")
    private Split split;

    @Option(names = "--clips", required = true, description = "Number of clips to make.")
    private int clips;

    @Option(names = "--seed", required = true, description = "Clips of one seed are always the same.")
    private long seed;

    @Option(names = "--output", required = true, description = "Folder of the new data set.")
    private Path output;

    @Option(
            names = "--style",
            defaultValue = "field",
            description = "field: as a microphone hears it; paper: three events at fixed onsets, events and background"
                    + " in two channels; background: no labelled events. Default: ${DEFAULT-VALUE}")
    private Style style;

    @Option(
            names = "--snr",
            paramLabel = "A..B",
            description = "Level of the events over the background, dB. Default: 0..15, paper-style 0")
    private String snr;

    @Option(names = "--threads", description = "Default: all cores. The result does not depend on it.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--features-only", description = "Keep features for the wide-16k front end instead of audio.")
    private boolean featuresOnly;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Paper-style choices: mix.snrOver=recording|trimmed, mix.labelPadded=true|false,"
                    + " mix.kongRepeatQuirk=true|false")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Override
    public Integer call() {
        requirePositive("--clips", clips);
        requirePositive("--threads", threads);
        Corpus recordings = Corpus.read(corpus);
        RecordingPool pool = new RecordingPool(
                FrontEnd.wide16k().rateHz(), Runtime.getRuntime().maxMemory() / 3);
        List<Recording> used = new ArrayList<>();
        for (Recording.Role role : Recording.Role.values()) {
            used.addAll(recordings.recordings(role, split));
        }
        pool.load(used, "corpus " + corpus + ", split " + split);
        MixtureSet set = mixtures(recordings);
        MixtureWriter writer = new MixtureWriter(pool, threads);
        try (ProgressLine line = ProgressLine.onTerminal()) {
            IntConsumer progress = done -> line.update((double) done / clips, done + " of " + clips + " clips");
            if (featuresOnly) {
                writer.writeFeatures(set, FrontEnd.wide16k(), output, progress);
            } else {
                writer.write(set, output, progress);
            }
        }
        return ExitCodes.OK;
    }

    private MixtureSet mixtures(Corpus recordings) {
        MixtureRecipe recipe;
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("style", style.name().toLowerCase(Locale.ROOT));
        description.put("split", split.name().toLowerCase(Locale.ROOT));
        description.put("corpus_sha256", recordings.hash());
        if (style == Style.PAPER) {
            PaperSettings choices = paperSettings();
            recipe = new PaperRecipe(
                    recordings.recordings(Recording.Role.EVENT, split),
                    recordings.recordings(Recording.Role.BACKGROUND, split),
                    PaperRecipe.FoldRange.WHOLE,
                    choices);
            description.put("settings", choices.toString());
        } else {
            FieldSettings choices = FieldSettings.of(split);
            if (snr != null) {
                double[] range = range();
                choices = choices.withSnrDb(range[0], range[1]);
            }
            if (style == Style.BACKGROUND) {
                choices = choices.withoutEvents();
            }
            recipe = new FieldRecipe(recordings, split, choices);
            description.put("settings", choices.toString());
        }
        return new MixtureSet(clips, clip -> recipe, recordings.labels(), seed, description);
    }

    private PaperSettings paperSettings() {
        LevelOver over = LevelOver.RECORDING;
        boolean padded = false;
        boolean quirk = false;
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            switch (setting.getKey() + "=" + setting.getValue()) {
                case "mix.snrOver=recording", "mix.labelPadded=false", "mix.kongRepeatQuirk=false" -> {}
                case "mix.snrOver=trimmed" -> over = LevelOver.TAKEN;
                case "mix.labelPadded=true" -> padded = true;
                case "mix.kongRepeatQuirk=true" -> quirk = true;
                default ->
                    throw new ConfigurationException("--set " + setting.getKey() + "=" + setting.getValue()
                            + ": unknown; see earshot-trainer mix --help");
            }
        }
        double level = snr == null ? 0 : range()[0];
        return new PaperSettings(level, over, padded, quirk);
    }

    private double[] range() {
        String[] ends = snr.split("\\.\\.");
        try {
            double from = Double.parseDouble(ends[0]);
            return new double[] {from, ends.length > 1 ? Double.parseDouble(ends[1]) : from};
        } catch (NumberFormatException e) {
            throw new ConfigurationException("--snr " + snr + ": expected A..B in dB, such as 0..15", e);
        }
    }

    private static void requirePositive(String option, int value) {
        if (value < 1) {
            throw new ConfigurationException(option + " must be at least 1, is " + value);
        }
    }
}
