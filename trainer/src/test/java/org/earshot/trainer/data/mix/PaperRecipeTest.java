package org.earshot.trainer.data.mix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.data.corpus.Split;
import org.earshot.trainer.data.mix.Placement.LevelOver;
import org.junit.jupiter.api.Test;

class PaperRecipeTest {
    @Test
    void shouldUseEveryEventOnceBeforeAnyAgain() {
        PaperRecipe recipe = recipe(PaperSettings.DEFAULT);

        List<String> names = names(recipe, 8);

        assertThat(names.subList(0, 6)).doesNotHaveDuplicates();
        assertThat(names.subList(6, 12)).containsExactlyInAnyOrderElementsOf(names.subList(0, 6));
    }

    @Test
    void shouldShuffleEveryRepeatAnewUnlessAskedForTheQuirk() {
        PaperSettings quirk = new PaperSettings(0, LevelOver.RECORDING, false, true);

        List<String> fresh = names(recipe(PaperSettings.DEFAULT), 8);
        List<String> same = names(recipe(quirk), 8);

        assertThat(fresh.subList(6, 12)).isNotEqualTo(fresh.subList(0, 6));
        assertThat(same.subList(6, 12)).isEqualTo(same.subList(0, 6));
    }

    @Test
    void shouldUseEverySceneOnceWhileThereAreEnough() {
        PaperRecipe recipe = recipe(PaperSettings.DEFAULT);

        List<String> scenes = IntStream.range(0, 4)
                .mapToObj(clip ->
                        recipe.plan(clip, 9).background().get(0).pieces().get(0).name())
                .toList();

        assertThat(scenes).doesNotHaveDuplicates();
    }

    private static List<String> names(PaperRecipe recipe, int clips) {
        return IntStream.range(0, clips)
                .boxed()
                .flatMap(clip -> recipe.plan(clip, 9).sounds().stream())
                .map(sound -> sound.recording().name())
                .toList();
    }

    private static PaperRecipe recipe(PaperSettings settings) {
        return new PaperRecipe(
                recordings("event", Recording.Role.EVENT, 6),
                recordings("scene", Recording.Role.BACKGROUND, 4),
                PaperRecipe.FoldRange.WHOLE,
                settings);
    }

    private static List<Recording> recordings(String name, Recording.Role role, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Recording(name + i, Path.of(name + i), role, "label", Split.TRAIN, 1))
                .toList();
    }
}
