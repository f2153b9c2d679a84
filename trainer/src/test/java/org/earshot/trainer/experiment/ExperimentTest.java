package org.earshot.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.train.RecipeFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentTest {
    @TempDir
    private Path folder;

    @Test
    void shouldKnowEveryTableAndFigure() {
        assertThat(Experiment.all().stream().map(Experiment::name))
                .contains("table4", "table5", "table6", "table7", "table8", "figure4", "figure5", "figure6")
                .contains("frame-weighting", "dilation");
    }

    @Test
    void shouldChangeOnlyKeysThatRecipesHave() {
        for (Experiment experiment : Experiment.all()) {
            for (Variant variant : experiment.variants()) {
                assertThat(RecipeFile.read("paper", variant.recipe())).isNotNull();
                assertThat(RecipeFile.read("small", variant.recipe())).isNotNull();
            }
        }
    }

    @Test
    void shouldKeepOnlyTheVariantsAskedFor() {
        assertThat(Experiment.named("table6").only(List.of("ddc-fap")).variants())
                .extracting(Variant::name)
                .containsExactly("DDC-FAP");
        assertThatThrownBy(() -> Experiment.named("table6").only(List.of("resnet")))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void shouldNameTheExperimentsWhenThereIsNoneOfThatName() {
        assertThatThrownBy(() -> Experiment.named("table9"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("table4");
    }

    @Test
    void shouldKeepResultsAcrossStarts() {
        Path file = folder.resolve("runs.jsonl");
        new ResultFile(file).add(result("VGG-FAP", 1, 0.4));

        ResultFile reopened = new ResultFile(file);

        assertThat(reopened.find("VGG-FAP1")).hasValueSatisfying(r -> {
            assertThat(r.measures()).containsEntry("tagging.map", 0.4);
            assertThat(r.alpha().get(0)).containsExactly(1, 2);
        });
        assertThat(reopened.find("VGG-FAP2")).isEmpty();
    }

    @Test
    void shouldWriteMeanAndDeviationOfEachVariant() throws Exception {
        Experiment experiment = Experiment.named("table4").only(List.of("VGG-FAP", "VGG-AP"));
        List<RunResult> results = new ArrayList<>(
                List.of(result("VGG-FAP", 1, 0.4), result("VGG-FAP", 2, 0.6), result("VGG-AP", 1, Double.NaN)));

        ExperimentReport.write(experiment, results, "A remark.", folder);

        assertThat(Files.readString(folder.resolve("table4.md")))
                .contains("| VGG-FAP | 2 | 1,234 |", "0.500 ± 0.141", "| VGG-AP | 1 |", "A remark.");
        assertThat(folder.resolve("table4-box.png")).isNotEmptyFile();
    }

    @Test
    void shouldDrawTheCurvesThatDifferMost() {
        List<float[]> alike = java.util.stream.Stream.generate(() -> new float[] {1, 1})
                .limit(20)
                .collect(java.util.stream.Collectors.toCollection(ArrayList::new));
        alike.set(7, new float[] {1, 3});
        alike.set(19, new float[] {0, 1});

        assertThat(Figures.mostUnlike(alike)).hasSize(12).contains(7, 19).isSorted();
    }

    private static RunResult result(String variant, long seed, double map) {
        return new RunResult(
                variant + seed,
                variant,
                seed,
                0,
                1234,
                400,
                60,
                Map.of("tagging.map", map),
                List.of("a"),
                List.of(new float[] {1, 2}));
    }
}
