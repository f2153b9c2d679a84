package org.earshot.trainer.data.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.data.SmallCorpus;
import org.earshot.trainer.data.corpus.Corpus;
import org.earshot.trainer.data.corpus.Split;
import org.earshot.trainer.data.sound.Alteration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FieldRecipeTest {
    @TempDir
    private Path directory;

    private Corpus corpus;

    @BeforeEach
    void openCorpus() throws IOException {
        corpus = Corpus.read(SmallCorpus.write(directory));
    }

    @Test
    void shouldPlanAClipFromItsSeedAndNumberAlone() {
        FieldRecipe recipe = recipe(FieldSettings.of(Split.TRAIN));

        MixturePlan after = recipe.plan(7, 3);

        assertThat(recipe(FieldSettings.of(Split.TRAIN)).plan(7, 3)).isEqualTo(after);
        assertThat(recipe.plan(8, 3)).isNotEqualTo(after);
        assertThat(recipe.plan(7, 4)).isNotEqualTo(after);
    }

    @Test
    void shouldMakeClipsWithoutEventsWithOneAndWithSeveral() {
        MixtureRenderer renderer = new MixtureRenderer(new RecordingPool(SmallCorpus.RATE_HZ, 1 << 24), 10);
        FieldRecipe recipe = recipe(FieldSettings.of(Split.TRAIN));

        List<Mixture> mixtures = IntStream.range(0, 60)
                .mapToObj(clip -> renderer.render(recipe.plan(clip, 1)))
                .toList();

        assertThat(mixtures).anyMatch(m -> m.events().isEmpty());
        assertThat(mixtures).anyMatch(m -> m.events().size() >= 2);
        assertThat(mixtures).allMatch(m -> m.events().size() <= 3);
        assertThat(mixtures).anyMatch(m -> m.events().stream().anyMatch(e -> e.onsetSeconds() == 0));
        assertThat(mixtures).allSatisfy(m -> {
            assertThat(m.channels()[0]).hasSize(160_000);
            assertThat(m.events()).allMatch(e -> e.onsetSeconds() >= 0 && e.offsetSeconds() <= 10);
            for (float sample : m.channels()[0]) {
                assertThat(Math.abs(sample)).isLessThanOrEqualTo(1f);
            }
        });
    }

    @Test
    void shouldKeepTheEventsWithinTheAskedLevels() {
        FieldRecipe recipe = recipe(FieldSettings.of(Split.TRAIN).withSnrDb(-5, -3));

        assertThat(IntStream.range(0, 50).boxed().flatMap(clip -> recipe.plan(clip, 1).sounds().stream()))
                .isNotEmpty()
                .allMatch(sound -> sound.snrDb() >= -5 && sound.snrDb() <= -2.99);
    }

    @Test
    void shouldLeaveOutEventsForBackgrounds() {
        FieldRecipe recipe = recipe(FieldSettings.of(Split.TRAIN).withoutEvents());

        assertThat(IntStream.range(0, 50).boxed().flatMap(clip -> recipe.plan(clip, 1).sounds().stream()))
                .isNotEmpty()
                .noneMatch(Placement::labelled);
    }

    @Test
    void shouldPlayTestRecordingsAtTheirOwnSpeed() {
        assertThat(FieldSettings.of(Split.TEST).speedSpread()).isZero();
        assertThat(FieldSettings.of(Split.TRAIN).speedSpread()).isPositive();
    }

    @Test
    void shouldHearTrainingClipsInRoomsAndThroughCodecsAsOftenAsAsked() {
        FieldRecipe recipe = recipe(FieldSettings.of(Split.TRAIN).with(Map.of("mix.room.share", "0.8")));

        List<MixturePlan> plans =
                IntStream.range(0, 400).mapToObj(clip -> recipe.plan(clip, 1)).toList();

        assertThat(share(plans, plan -> plan.room() != null)).isBetween(0.7, 0.9);
        assertThat(share(plans, plan -> plan.microphone().codec() != null)).isBetween(0.15, 0.35);
        assertThat(share(plans, plan -> !plan.microphone().response().isEmpty()))
                .isBetween(0.5, 0.7);
    }

    @Test
    void shouldHearTestClipsInTheOpen() {
        FieldRecipe recipe = recipe(FieldSettings.of(Split.TEST));

        assertThat(IntStream.range(0, 100).mapToObj(clip -> recipe.plan(clip, 1)))
                .allMatch(plan -> plan.room() == null && plan.microphone().equals(Microphone.FLAT))
                .allSatisfy(plan -> assertThat(plan.sounds())
                        .extracting(Placement::treatment)
                        .allMatch(Placement.Treatment.NONE::equals));
    }

    @Test
    void shouldRepeatSingleShortSoundsAsOneEvent() {
        FieldRecipe recipe = recipe(FieldSettings.of(Split.TRAIN).with(Map.of("mix.repeat.share", "1")));
        MixtureRenderer renderer = new MixtureRenderer(new RecordingPool(SmallCorpus.RATE_HZ, 1 << 24), 10);

        MixturePlan plan = IntStream.range(0, 200)
                .mapToObj(clip -> recipe.plan(clip, 1))
                .filter(p -> p.sounds().stream().filter(this::isShort).count() >= 4)
                .findFirst()
                .orElseThrow();
        List<Placement> repeated = plan.sounds().stream().filter(this::isShort).toList();
        Mixture mixture = renderer.render(plan);

        assertThat(repeated)
                .extracting(s -> s.treatment().phrase())
                .containsOnly(repeated.get(0).treatment().phrase());
        assertThat(mixture.events())
                .filteredOn(e -> e.label().equals("beep"))
                .anySatisfy(e -> assertThat(e.durationSeconds()).isGreaterThan(0.6));
    }

    @Test
    void shouldMixSyntheticSoundsForAShareOfALabelsDrawsInTheTrainSplitOnly() throws IOException {
        Path manifest = directory.resolve("manifest.csv");
        Files.writeString(manifest, Files.readString(manifest).replace("event,beep", "event,siren"));
        corpus = Corpus.read(directory);
        FieldSettings third = FieldSettings.of(Split.TRAIN).with(Map.of("mix.synthetic.share", "0.33"));
        FieldRecipe recipe = recipe(third);

        List<Placement> sirens = IntStream.range(0, 600)
                .mapToObj(clip -> recipe.plan(clip, 1))
                .flatMap(plan -> plan.sounds().stream())
                .filter(s -> s.labelled() && s.recording().label().equals("siren"))
                .filter(s -> s.onsetSeconds() >= 0)
                .toList();

        long made =
                sirens.stream().filter(s -> s.recording().synthesis() != null).count();
        assertThat(made).isPositive();
        assertThat((double) made / sirens.size()).isLessThan(0.34);
        assertThatThrownBy(() -> new FieldRecipe(corpus, Split.TEST, third))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("only for the train split");
    }

    @Test
    void shouldAlterSoundsWithoutALabelAsOftenAsAskedAndNothingElse() {
        FieldRecipe plain = recipe(FieldSettings.of(Split.TRAIN).with(Map.of("mix.altered.share", "0")));
        FieldRecipe altering = recipe(FieldSettings.of(Split.TRAIN).with(Map.of("mix.altered.share", "0.6")));

        List<MixturePlan> plans =
                IntStream.range(0, 400).mapToObj(clip -> altering.plan(clip, 1)).toList();

        assertThat(share(plans, plan -> plan.background().get(0).alteration().equals(Alteration.NONE)))
                .isBetween(0.3, 0.5);
        assertThat(plans.stream().flatMap(plan -> plan.sounds().stream()).filter(s -> !s.labelled()))
                .anyMatch(s -> s.treatment().alteration().backwards())
                .anyMatch(s -> s.treatment().alteration().equals(Alteration.NONE));
        assertThat(plans)
                .allSatisfy(
                        plan -> assertThat(unaltered(plan)).isEqualTo(plain.plan(Integer.parseInt(plan.name()), 1)));
    }

    /** The plan with the alterations of its sounds without a label taken back. */
    private static MixturePlan unaltered(MixturePlan plan) {
        return new MixturePlan(
                plan.style(),
                plan.name(),
                plan.fold(),
                plan.background().stream()
                        .map(layer -> new MixturePlan.Layer(layer.pieces(), layer.startSeconds(), layer.levelDb()))
                        .toList(),
                plan.floor(),
                plan.sounds().stream()
                        .map(sound ->
                                sound.labelled() ? sound : sound.with(sound.snrDb(), unaltered(sound.treatment())))
                        .toList(),
                plan.colour(),
                plan.seed(),
                plan.room(),
                plan.microphone());
    }

    private static Placement.Treatment unaltered(Placement.Treatment treatment) {
        return new Placement.Treatment(
                treatment.phrase(),
                treatment.pitch(),
                treatment.directDb(),
                treatment.airDb(),
                treatment.wallHz(),
                treatment.seed(),
                Alteration.NONE);
    }

    private boolean isShort(Placement sound) {
        return sound.labelled() && sound.recording().durationSeconds() < 0.4;
    }

    private static double share(List<MixturePlan> plans, Predicate<MixturePlan> holds) {
        return (double) plans.stream().filter(holds).count() / plans.size();
    }

    private FieldRecipe recipe(FieldSettings settings) {
        return new FieldRecipe(corpus, Split.TRAIN, settings);
    }
}
