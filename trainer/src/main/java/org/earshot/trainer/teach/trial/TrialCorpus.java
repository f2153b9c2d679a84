package org.earshot.trainer.teach.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.earshot.core.audio.SampleFormat;
import org.earshot.core.audio.WavWriter;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.model.FrontEnd;
import org.earshot.trainer.data.corpus.Corpus;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.data.corpus.Recording.Role;
import org.earshot.trainer.data.corpus.Split;
import org.earshot.trainer.data.mix.FieldRecipe;
import org.earshot.trainer.data.mix.FieldSettings;
import org.earshot.trainer.data.mix.Mixture;
import org.earshot.trainer.data.mix.MixtureRenderer;
import org.earshot.trainer.data.mix.Placement;
import org.earshot.trainer.data.mix.RecordingPool;

/**
 * What a trial takes from a corpus: examples of kinds of sounds that no model has as a label, from the training and
 * validation splits, background of a place, and mixtures and background to measure on: sounds of the test split over
 * other recordings of background.
 *
 * <p>Immutable.
 */
final class TrialCorpus {
    /** Level of the sounds over the background. */
    static final double USUAL_DB = 10;

    /** Likewise, where it should be easier. */
    static final double LOUDER_DB = 20;

    private static final double CLIP_SECONDS = 10;

    private final Corpus corpus;
    private final TrialBackgrounds backgrounds;
    private final FrontEnd frontEnd;
    private final RecordingPool pool;

    /** @param samePlace whether the background to measure on is of the same kinds as that of the place */
    TrialCorpus(Path directory, FrontEnd frontEnd, boolean samePlace) {
        this.corpus = Corpus.read(directory);
        this.backgrounds = samePlace ? TrialBackgrounds.samePlace(corpus) : TrialBackgrounds.elsewhere(corpus);
        this.frontEnd = frontEnd;
        this.pool = new RecordingPool(frontEnd.rateHz(), Runtime.getRuntime().maxMemory() / 8);
    }

    /** A clip to measure on, as log-mel, with when the kind is heard and which distractors are in it. */
    record TestClip(float[] logMel, List<double[]> events, List<String> distractors) {}

    /** How many recordings of a kind there are to learn from, at most one of a source. */
    int count(String kind) {
        return toLearnFrom(kind).size();
    }

    private List<Recording> toLearnFrom(String kind) {
        List<Recording> all = new ArrayList<>();
        for (Recording recording : corpus.recordings()) {
            if (recording.role() == Role.DISTRACTOR
                    && recording.split() != Split.TEST
                    && recording.label().equals(kind)
                    && all.stream().noneMatch(r -> r.origin().equals(recording.origin()))) {
                all.add(recording);
            }
        }
        return all;
    }

    /** Links to some recordings of a kind, drawn by a seed, at most one of a source. */
    void examples(String kind, int count, long seed, Path folder) throws IOException {
        List<Recording> all = toLearnFrom(kind);
        Collections.shuffle(all, new Random(seed));
        Files.createDirectories(folder);
        for (int i = 0; i < count; i++) {
            Path file = all.get(i).file().toAbsolutePath();
            Files.createSymbolicLink(
                    folder.resolve(String.format(Locale.ROOT, "%02d-%s", i, file.getFileName())), file);
        }
    }

    /** Background of a place, as files of 10 s each. */
    void place(int clips, long seed, Path folder) throws IOException {
        Files.createDirectories(folder);
        FieldRecipe recipe = new FieldRecipe(
                of(backgrounds.given(), Split.VALIDATION, List.of()),
                Split.VALIDATION,
                FieldSettings.of(Split.VALIDATION).withoutEvents());
        MixtureRenderer renderer = new MixtureRenderer(pool, CLIP_SECONDS);
        for (int i = 0; i < clips; i++) {
            float[] mono = renderer.render(recipe.plan(i, seed)).mono();
            WavWriter.write(
                    folder.resolve(String.format(Locale.ROOT, "%04d.wav", i)),
                    frontEnd.rateHz(),
                    SampleFormat.S16LE,
                    mono);
        }
    }

    /** Mixtures with the kind at a level over unseen background, with distractors of other kinds. */
    List<TestClip> mixtures(String kind, int clips, double snrDb, long seed) {
        FieldRecipe recipe = new FieldRecipe(
                of(backgrounds.measured(), Split.TEST, sounds(kind)),
                Split.TEST,
                FieldSettings.of(Split.TEST).withSnrDb(snrDb, snrDb));
        return clips(recipe, clips, seed);
    }

    /** Unseen background, with or without distractors. */
    List<TestClip> background(int clips, boolean distractors, long seed) {
        FieldRecipe recipe = new FieldRecipe(
                of(backgrounds.measured(), Split.TEST, distractors ? sounds(null) : List.of()),
                Split.TEST,
                FieldSettings.of(Split.TEST).withoutEvents());
        return clips(recipe, clips, seed);
    }

    private List<TestClip> clips(FieldRecipe recipe, int count, long seed) {
        MixtureRenderer renderer = new MixtureRenderer(pool, CLIP_SECONDS);
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> {
                    Mixture mixture = renderer.render(recipe.plan(i, seed));
                    return new TestClip(
                            LogMel.of(frontEnd, mixture.mono()),
                            mixture.events().stream()
                                    .map(e -> new double[] {e.onsetSeconds(), e.offsetSeconds()})
                                    .toList(),
                            mixture.plan().sounds().stream()
                                    .filter(s -> !s.labelled())
                                    .map(Placement::recording)
                                    .map(Recording::label)
                                    .toList());
                })
                .toList();
    }

    /** The distractors of the test split, one kind of them as events. */
    private List<Recording> sounds(String kind) {
        return corpus.recordings(Role.DISTRACTOR, Split.TEST).stream()
                .map(r -> r.label().equals(kind)
                        ? new Recording(
                                r.name(), r.file(), Role.EVENT, kind, r.split(), r.durationSeconds(), r.origin())
                        : r)
                .toList();
    }

    private Corpus of(List<Recording> background, Split split, List<Recording> sounds) {
        return corpus.of(Stream.concat(background.stream().map(r -> r.in(split)), sounds.stream())
                .toList());
    }
}
