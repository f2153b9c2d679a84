package org.earshot.trainer.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.log.ProgressLine;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.DataException;
import org.earshot.core.model.FrontEnd;
import org.earshot.trainer.app.option.ReviewOptions;
import org.earshot.trainer.data.corpus.Corpus;
import org.earshot.trainer.data.corpus.CrossFit;
import org.earshot.trainer.data.corpus.LicenceFilter;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.data.corpus.Split;
import org.earshot.trainer.data.mix.FieldRecipe;
import org.earshot.trainer.data.mix.FieldSettings;
import org.earshot.trainer.data.mix.Mixture;
import org.earshot.trainer.data.mix.MixtureRecipe;
import org.earshot.trainer.data.mix.MixtureRenderer;
import org.earshot.trainer.data.mix.MixtureSet;
import org.earshot.trainer.data.mix.MixtureWriter;
import org.earshot.trainer.data.mix.PaperRecipe;
import org.earshot.trainer.data.mix.PaperSettings;
import org.earshot.trainer.data.mix.RecordingPool;
import org.earshot.trainer.data.sets.Dcase2018;
import org.earshot.trainer.eval.report.MixturePicture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code earshot-trainer mix}: makes a data set of mixtures from single recordings. */
@Command(
        name = "mix",
        mixinStandardHelpOptions = true,
        description = {
            "Makes clips of 10 s from single recordings, with exact labels.",
            "Either from a corpus (--corpus and --split) or from DCASE 2018 (--scenes and --sounds)."
        })
public final class MixCommand implements Callable<Integer> {
    enum Style {
        FIELD,
        PAPER,
        BACKGROUND
    }

    @Option(names = "--corpus", description = "Folder with manifest.csv and the recordings.")
    private Path corpus;

    @Option(names = "--split", description = "Part of the corpus: ${COMPLETION-CANDIDATES}")
    private Split split;

    @Option(
            names = "--licences",
            defaultValue = "all",
            paramLabel = "all|free",
            description = "free: only recordings of the corpus that may be used commercially, and only the labels that"
                    + " have some. Default: ${DEFAULT-VALUE}")
    private LicenceFilter licences;

    @Option(
            names = "--cross-fit",
            paramLabel = "K/N|all",
            description = "Learn from validation recordings too: their sources are divided into N parts, --split train"
                    + " also takes all but part K (from 0), and --split validation that part alone; all: train takes"
                    + " every part. See trainer/DATA.md")
    private String crossFit;

    @Option(names = "--scenes", description = "Folder of DCASE 2018 Task 1 A, with meta.csv and audio.")
    private Path scenes;

    @Option(names = "--sounds", description = "Folder of DCASE 2018 Task 2 in the Kaggle or the Zenodo layout.")
    private Path sounds;

    @Option(names = "--clips", required = true, description = "Number of clips to make; 8000 in the paper.")
    private int clips;

    @Option(names = "--seed", required = true, description = "The same seed always gives the same clips.")
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
            description =
                    "Level of the events over the background, dB. Default: 0..15, to learn from 0..18, paper-style 0")
    private String snr;

    @Option(names = "--threads", description = "Default: all cores. The result does not depend on it.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--features-only", description = "Keep log-mel features instead of audio.")
    private boolean featuresOnly;

    @Option(
            names = "--skip-broken",
            description = "Continues without recordings of the split that cannot be read, and logs each of them.")
    private boolean skipBroken;

    @Option(
            names = "--pictures",
            paramLabel = "N",
            defaultValue = "0",
            description = "Also draws the first N mixtures into OUTPUT/pictures: spectrogram and true events.")
    private int pictures;

    @Mixin
    private ReviewOptions reviews;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Field style, each share in 0..1: mix.room.share, mix.distance.share, mix.response.share,"
                    + " mix.codec.share, mix.clipping.share, mix.pitch.share, mix.repeat.share, mix.synthetic.share (to"
                    + " 0.333), mix.speed.spread, mix.draw=source|file, mix.weight.DATASET=N. Paper style, what the"
                    + " paper does not specify: mix.snrOver=recording|trimmed, mix.labelPadded=true|false,"
                    + " mix.kongRepeatQuirk=true|false. trainer/DATA.md lists them all")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Override
    public Integer call() {
        require(clips >= 1, "--clips must be at least 1, is " + clips);
        require(threads >= 1, "--threads must be at least 1, is " + threads);
        require(pictures >= 0, "--pictures must be 0 or more, is " + pictures);
        boolean fromCorpus = corpus != null && split != null && scenes == null && sounds == null;
        boolean fromDcase = corpus == null && split == null && scenes != null && sounds != null;
        reviews.check("mix");
        require(!reviews.given() || fromCorpus, "--reviews needs --corpus and --split");
        require(crossFit == null || fromCorpus, "--cross-fit needs --corpus and --split");
        require(fromCorpus || fromDcase, "give either --corpus and --split, or --scenes and --sounds");
        if (fromDcase) {
            write(mixturesOfDcase(), FrontEnd.paper32k());
        } else {
            write(mixturesOfCorpus(), FrontEnd.wide16k());
        }
        return ExitCodes.OK;
    }

    private void write(Source source, FrontEnd frontEnd) {
        MixtureWriter writer = new MixtureWriter(source.pool(), threads);
        try (ProgressLine line = ProgressLine.onTerminal()) {
            IntConsumer progress = done -> line.update((double) done / clips, done + " of " + clips + " clips");
            if (featuresOnly) {
                writer.writeFeatures(source.set(), frontEnd, output, progress);
            } else {
                writer.write(source.set(), output, progress);
            }
        }
        draw(source, frontEnd);
    }

    /** Renders the mixtures again, which gives the same samples; only their features may have been written. */
    private void draw(Source source, FrontEnd frontEnd) {
        if (pictures == 0) {
            return;
        }
        Path folder = output.resolve("pictures");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be made: " + e.getMessage(), e);
        }
        MixtureRenderer renderer =
                new MixtureRenderer(source.pool(), (double) frontEnd.clipSamples() / frontEnd.rateHz());
        for (int clip = 0; clip < Math.min(pictures, clips); clip++) {
            Mixture mixture = renderer.render(source.set().plan(clip));
            MixturePicture.draw(
                    mixture.plan().summary(),
                    LogMel.of(frontEnd, mixture.mono()),
                    frontEnd,
                    mixture.events(),
                    folder.resolve(mixture.plan().name() + ".png"));
        }
    }

    private Source mixturesOfDcase() {
        PaperSettings choices = paperSettings();
        Dcase2018 dcase = new Dcase2018(scenes, sounds, clips, choices, seed);
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("style", "paper");
        description.put("settings", choices.toString());
        return new Source(
                new MixtureSet(clips, dcase::recipe, dcase.labels(), seed, description), pool(Dcase2018.RATE_HZ));
    }

    private Source mixturesOfCorpus() {
        Corpus recordings = Corpus.read(corpus, licences);
        if (crossFit != null) {
            recordings = CrossFit.parse(crossFit).of(recordings);
        }
        if (reviews.given()) {
            recordings = recordings.with(reviews.recordings(split));
        }
        RecordingPool pool = pool(FrontEnd.wide16k().rateHz());
        List<Recording> asked =
                recordings.recordings().stream().filter(r -> r.split() == split).toList();
        List<Recording> readable = pool.load(asked, "corpus " + corpus + ", split " + lowerCase(split), skipBroken);
        String hash = recordings.hash();
        recordings = recordings.only(readable, split);
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("style", lowerCase(style));
        description.put("split", lowerCase(split));
        description.put("corpus_sha256", hash);
        description.put("licences", lowerCase(licences));
        if (crossFit != null) {
            description.put("cross_fit", crossFit);
        }
        if (readable.size() < asked.size()) {
            description.put("left_out", asked.size() - readable.size());
        }
        MixtureRecipe recipe = style == Style.PAPER ? paper(recordings, description) : field(recordings, description);
        MixtureSet set = new MixtureSet(clips, clip -> recipe, recordings.labels(), seed, description);
        return new Source(split == Split.TRAIN && style == Style.FIELD ? set.countingSynthetic() : set, pool);
    }

    private MixtureRecipe paper(Corpus recordings, Map<String, Object> description) {
        PaperSettings choices = paperSettings();
        description.put("settings", choices.toString());
        return new PaperRecipe(
                recordings.recordings(Recording.Role.EVENT, split),
                recordings.recordings(Recording.Role.BACKGROUND, split),
                PaperRecipe.FoldRange.WHOLE,
                choices);
    }

    private MixtureRecipe field(Corpus recordings, Map<String, Object> description) {
        FieldSettings choices = FieldSettings.of(split).with(settings);
        if (snr != null) {
            choices = choices.withSnrDb(snr);
        }
        if (style == Style.BACKGROUND) {
            choices = choices.withoutEvents();
        }
        description.put("settings", choices.toString());
        return new FieldRecipe(recordings, split, choices);
    }

    private PaperSettings paperSettings() {
        PaperSettings choices = PaperSettings.of(settings);
        return snr == null ? choices : choices.withSnrDb(snr);
    }

    private static RecordingPool pool(int rateHz) {
        return new RecordingPool(rateHz, Runtime.getRuntime().maxMemory() / 3);
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ConfigurationException(otherwise);
        }
    }

    private record Source(MixtureSet set, RecordingPool pool) {}
}
