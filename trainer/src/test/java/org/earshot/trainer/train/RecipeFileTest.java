package org.earshot.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.train.augment.AugmentationSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"light", "full", "tune", "paper", "medium", "small"})
    void shouldReadWhatItWritesOfEachShippedRecipe(String name) {
        Recipe recipe = RecipeFile.read(name, Map.of());

        assertThat(RecipeFile.parse(RecipeFile.write(recipe))).isEqualTo(recipe);
    }

    @Test
    void shouldReadTheRecipeOfACheckpointFromBeforeSomeKeys() {
        Recipe paper = RecipeFile.read("paper", Map.of());
        String older = RecipeFile.write(paper)
                .lines()
                .filter(
                        line -> !line.matches(
                                " +(precision|averageDecay|auxiliaryWeight|teaching|tags|masks|shiftBands|maskShare|maskBands|mixShare):.*"))
                .collect(Collectors.joining("\n"));

        assertThat(older).doesNotContain("mixShare");
        assertThat(RecipeFile.parse(older)).isEqualTo(paper);
    }

    @Test
    void shouldKeepThePapersTraining() {
        Recipe paper = RecipeFile.read("paper", Map.of());

        assertThat(paper.train().clipSteps() / paper.train().phases().get(0).batch())
                .isEqualTo(10_000);
        assertThat(paper.train().rate().at(0, 0)).isEqualTo(1e-3);
        assertThat(paper.train().rate().at(0.2, 2_000)).isEqualTo(1e-3 * 0.81);
        assertThat(paper.augment()).isEqualTo(AugmentationSettings.none());
    }

    @Test
    void shouldTakeTheNetworkOfAnotherRecipe() {
        String other =
                RecipeFile.write(RecipeFile.read("light", Map.of("network.channels", "4,6", "fap.alphaMax", "7")));

        Recipe recipe = RecipeFile.read("tune", other, Map.of("train.clipSteps", "9"));

        assertThat(recipe.network().channels()).containsExactly(4, 6);
        assertThat(recipe.fap().alphaMax()).isEqualTo(7);
        assertThat(recipe.train().clipSteps()).isEqualTo(9);
        assertThat(recipe.train().rate())
                .isEqualTo(RecipeFile.read("tune", Map.of()).train().rate());
        assertThat(RecipeFile.read("tune", "", Map.of())).isEqualTo(RecipeFile.read("tune", Map.of()));
    }

    @Test
    void shouldAverageNoWeightsInThePapersRecipe() {
        assertThat(RecipeFile.read("paper", Map.of()).train().averageDecay()).isZero();
        assertThat(RecipeFile.read("full", Map.of()).train().averageDecay()).isEqualTo(0.999);
    }

    @Test
    void shouldTakeOverrides() {
        Recipe recipe = RecipeFile.read(
                "light", Map.of("network.channels", "8,16", "train.seed", "7", "network.pooling", "ap"));

        assertThat(recipe.network().channels()).isEqualTo(List.of(8, 16));
        assertThat(recipe.train().seed()).isEqualTo(7);
        assertThat(recipe.network().pooling()).isEqualTo("ap");
    }

    @ParameterizedTest
    @ValueSource(strings = {"train.sed", "network", "nothing.at.all"})
    void shouldRefuseAnOverrideOfNoKey(String key) {
        assertThatThrownBy(() -> RecipeFile.read("light", Map.of(key, "1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(key);
    }

    @Test
    void shouldRefuseAFileWithAnUnknownOrAMissingKey() throws IOException {
        String light = RecipeFile.write(RecipeFile.read("light", Map.of()));
        Path unknown = Files.writeString(folder.resolve("unknown.yaml"), light + "\nextra: 1\n");
        Path missing = Files.writeString(folder.resolve("missing.yaml"), light.replaceAll("(?m)^ *threads:.*\n", ""));

        assertThatThrownBy(() -> RecipeFile.read(unknown.toString(), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("extra");
        assertThatThrownBy(() -> RecipeFile.read(missing.toString(), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("threads");
    }

    @Test
    void shouldTakeAShorteningThatNoRecipeHas() {
        Recipe plain = RecipeFile.read("small", Map.of());
        Recipe shortened = RecipeFile.read("small", Map.of("network.name", "talnet", "adaptive.stride", "2"));

        assertThat(RecipeFile.write(plain)).doesNotContain("adaptive");
        assertThat(plain.networkSettings().adaptive().stride()).isEqualTo(1);
        assertThat(RecipeFile.parse(RecipeFile.write(shortened))
                        .networkSettings()
                        .adaptive()
                        .stride())
                .isEqualTo(2);
    }

    @Test
    void shouldRefuseValuesThatCannotWork() {
        assertThatThrownBy(() -> RecipeFile.read("light", Map.of("train.averageDecay", "1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("averageDecay");
        assertThatThrownBy(() -> RecipeFile.read("light", Map.of("train.auxiliaryWeight", "-1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("auxiliaryWeight");
        assertThatThrownBy(() -> RecipeFile.read("light", Map.of("fap.alphaInit", "11")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("alphaInit");
    }

    @ParameterizedTest
    @CsvSource({
        "train.rate.peak,-1,train.rate: peak",
        "train.rate.warmup,1,train.rate: peak",
        "train.optimiser.beta1,1,train.optimiser: beta1",
        "train.optimiser.epsilon,0,train.optimiser: beta1",
        "train.clipSteps,1e999,train: clipSteps",
        "train.checkpointMinutes,-1,train: clipSteps",
        "augment.gainDb,-3,augment: gainDb",
        "fap.alphaRate,-1,fap.alphaRate",
        "validate,null,is a section"
    })
    void shouldSayWhichValueIsOutOfRange(String key, String value, String message) {
        assertThatThrownBy(() -> RecipeFile.read("light", Map.of(key, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldNotAskForTheDecayOfAScheduleThatHasNone() {
        assertThat(RecipeFile.read("light", Map.of("train.rate.decay", "0", "train.rate.decayEvery", "0"))
                        .train()
                        .rate()
                        .at(1, 100))
                .isZero();
        assertThatThrownBy(() -> RecipeFile.read("paper", Map.of("train.rate.decayEvery", "0")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("decayEvery at least 1");
    }

    @Test
    void shouldRefuseShortClipsAroundMoreThanAllEventsAndEmptySections() throws IOException {
        String light = RecipeFile.write(RecipeFile.read("light", Map.of()));
        Path share = Files.writeString(
                folder.resolve("share.yaml"), light.replaceFirst("aroundEvents: 0.85", "aroundEvents: 1.5"));
        Path empty =
                Files.writeString(folder.resolve("empty.yaml"), light.replaceFirst("(?s)gwrp:\\s+r: \\S+", "gwrp:"));

        assertThatThrownBy(() -> RecipeFile.read(share.toString(), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("aroundEvents must lie in 0..1, is 1.5");
        assertThatThrownBy(() -> RecipeFile.read(empty.toString(), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("an empty section");
    }

    @Test
    void shouldSayThatTheFileIsMissing() {
        assertThatThrownBy(() -> RecipeFile.read(folder.resolve("none.yaml").toString(), Map.of()))
                .hasCauseInstanceOf(NoSuchFileException.class);
    }
}
