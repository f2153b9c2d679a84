package org.earshot.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
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

    private FieldRecipe recipe(FieldSettings settings) {
        return new FieldRecipe(corpus, Split.TRAIN, settings);
    }
}
