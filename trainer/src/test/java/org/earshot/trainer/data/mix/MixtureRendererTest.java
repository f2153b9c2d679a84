package org.earshot.trainer.data.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.earshot.trainer.data.SmallCorpus;
import org.earshot.trainer.data.clips.ClipEvent;
import org.earshot.trainer.data.corpus.Corpus;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.data.corpus.Split;
import org.earshot.trainer.data.mix.MixturePlan.Colour;
import org.earshot.trainer.data.mix.MixturePlan.Layer;
import org.earshot.trainer.data.mix.Placement.LevelOver;
import org.earshot.trainer.data.sound.ClipAudio;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixtureRendererTest {
    private static final int RATE_HZ = SmallCorpus.RATE_HZ;

    @TempDir
    private Path directory;

    private Corpus corpus;
    private MixtureRenderer renderer;

    @BeforeEach
    void openCorpus() throws IOException {
        corpus = Corpus.read(SmallCorpus.write(directory));
        renderer = new MixtureRenderer(new RecordingPool(RATE_HZ, 1 << 24), 10);
    }

    @Test
    void shouldPutThePapersEventsAtTheirOnsetsAndCutThemToTwoSeconds() {
        Mixture mixture = renderer.render(paper(PaperSettings.DEFAULT).plan(0, 1));

        assertThat(mixture.events()).extracting(ClipEvent::onsetSeconds).containsExactly(0.5, 3.0, 5.5);
        assertThat(mixture.events())
                .allSatisfy(event -> assertThat(event.durationSeconds()).isLessThanOrEqualTo(2.0));
        assertThat(rms(mixture.channels()[0], 0, 0.5)).isZero();
        assertThat(rms(mixture.channels()[0], 7.5, 10)).isZero();
    }

    @Test
    void shouldScaleBothChannelsByTheirJointPeak() {
        Mixture mixture = renderer.render(paper(PaperSettings.DEFAULT).plan(3, 1));

        float peak = 0;
        for (float[] channel : mixture.channels()) {
            for (float sample : channel) {
                peak = Math.max(peak, Math.abs(sample));
            }
        }

        assertThat(peak).isCloseTo(1f, within(1e-4f));
    }

    @Test
    void shouldGiveAnEventThatIsNotCutTheLevelOfTheScene() {
        PaperRecipe recipe = new PaperRecipe(
                List.of(event("beep2")), backgrounds(), PaperRecipe.FoldRange.WHOLE, PaperSettings.DEFAULT);

        Mixture mixture = renderer.render(recipe.plan(0, 1));

        double event = rms(mixture.channels()[0], 0.5, 0.5 + 1.7);
        double scene = rms(mixture.channels()[1], 0, 10);
        assertThat(20 * Math.log10(event / scene)).isCloseTo(0, within(0.05));
    }

    @Test
    void shouldLabelPaddedEventsForTwoSecondsOnlyWhereAsked() {
        PaperSettings padded = new PaperSettings(0, LevelOver.RECORDING, true, false);
        List<Recording> shortEvent = List.of(event("beep0"));

        Mixture asIs = renderer.render(recipe(shortEvent, PaperSettings.DEFAULT).plan(0, 1));
        Mixture filled = renderer.render(recipe(shortEvent, padded).plan(0, 1));

        assertThat(asIs.events().get(0).durationSeconds()).isCloseTo(0.3, within(1e-9));
        assertThat(filled.events().get(0).durationSeconds()).isEqualTo(2.0);
        assertThat(filled.channels()).isDeepEqualTo(asIs.channels());
    }

    @Test
    void shouldCutEventsAtTheEdgesOfTheClipAndLabelWhatIsLeft() {
        Placement early = sound("beep4", -1, 20);
        Placement late = sound("hiss3", 9, 20);

        Mixture mixture = renderer.render(plan(early, late));

        assertThat(mixture.events()).containsExactly(new ClipEvent("beep", 0, 2), new ClipEvent("hiss", 9, 10));
    }

    @Test
    void shouldSetTheLevelOfAnEventOverTheBackground() {
        Mixture quiet = renderer.render(plan());
        Mixture loud = renderer.render(plan(sound("beep4", 2, 10)));

        double without = rms(quiet.channels()[0], 2, 5) / rms(quiet.channels()[0], 5, 10);
        double background = rms(loud.channels()[0], 5, 10) * without;
        double both = rms(loud.channels()[0], 2, 5);
        double event = Math.sqrt(both * both - background * background);
        assertThat(20 * Math.log10(event / background)).isCloseTo(10, within(1.0));
    }

    @Test
    void shouldLeaveDistractorsWithoutALabel() {
        Placement event = sound("beep4", 2, 10);
        Placement distractor = new Placement(
                corpus.recordings(Recording.Role.DISTRACTOR, Split.TRAIN).get(0),
                false,
                6,
                0,
                10,
                10,
                LevelOver.TAKEN,
                0,
                1,
                0);

        Mixture mixture = renderer.render(plan(event, distractor));

        assertThat(mixture.events()).extracting(ClipEvent::label).containsExactly("beep");
    }

    @Test
    void shouldJoinPiecesOfOneLabelThatAllButTouch() {
        Mixture mixture = renderer.render(plan(sound("beep0", 2, 10), sound("beep0", 2.4, 10), sound("beep0", 5, 10)));

        assertThat(mixture.events()).containsExactly(new ClipEvent("beep", 2, 2.7), new ClipEvent("beep", 5, 5.3));
    }

    @Test
    void shouldLetEventsBeHeardOverASilentBackground() throws IOException {
        Mixture mixture = renderer.render(plan(List.of(silence(12)), sound("beep4", 2, 10)));

        assertThat(mixture.events()).hasSize(1);
        assertThat(rms(mixture.channels()[0], 2.5, 4)).isGreaterThan(0.01);
        assertThat(rms(mixture.channels()[0], 6, 10)).isZero();
    }

    @Test
    void shouldHearABackgroundWhoseFirstPieceIsSilent() throws IOException {
        Mixture mixture = renderer.render(plan(List.of(silence(3), backgrounds().get(0))));

        assertThat(rms(mixture.channels()[0], 3, 6)).isGreaterThan(0.01);
    }

    @Test
    void shouldKeepTheSoundThatAnEventComesFrom() {
        Mixture mixture = renderer.render(plan(sound("beep0", 2, 10), sound("beep0", 5, -3)));

        assertThat(mixture.sources()).extracting(Placement::snrDb).containsExactly(10.0, -3.0);
    }

    private PaperRecipe paper(PaperSettings settings) {
        return recipe(corpus.recordings(Recording.Role.EVENT, Split.TRAIN), settings);
    }

    private PaperRecipe recipe(List<Recording> events, PaperSettings settings) {
        return new PaperRecipe(events, backgrounds(), PaperRecipe.FoldRange.WHOLE, settings);
    }

    private List<Recording> backgrounds() {
        return corpus.recordings(Recording.Role.BACKGROUND, Split.TRAIN);
    }

    private Recording event(String name) {
        return corpus.recordings().stream()
                .filter(r -> r.name().equals("events/" + name + ".flac"))
                .findFirst()
                .orElseThrow();
    }

    private Placement sound(String name, double onsetSeconds, double snrDb) {
        return new Placement(event(name), true, onsetSeconds, 0, 100, snrDb, LevelOver.TAKEN, 0, 1, 0);
    }

    private Recording silence(int seconds) throws IOException {
        Path file = directory.resolve("silence.flac");
        ClipAudio.write(file, new float[][] {new float[seconds * RATE_HZ]}, RATE_HZ);
        return new Recording(
                "silence",
                file,
                Recording.Role.BACKGROUND,
                "silence",
                Split.TRAIN,
                seconds,
                Recording.Excerpt.WHOLE,
                new Recording.Origin("test", "silence"),
                null);
    }

    private MixturePlan plan(Placement... sounds) {
        return plan(backgrounds().subList(0, 1), sounds);
    }

    private static MixturePlan plan(List<Recording> background, Placement... sounds) {
        return new MixturePlan(
                MixturePlan.Style.FIELD,
                "00000",
                0,
                List.of(new Layer(background, 0, 0)),
                MixturePlan.NO_FLOOR,
                List.of(sounds),
                new Colour(-30, 0, 0, 0, 0, 0),
                5);
    }

    private static double rms(float[] x, double fromSeconds, double toSeconds) {
        double sum = 0;
        int from = (int) (fromSeconds * RATE_HZ);
        int to = (int) (toSeconds * RATE_HZ);
        for (int n = from; n < to; n++) {
            sum += (double) x[n] * x[n];
        }
        return Math.sqrt(sum / (to - from));
    }
}
