package org.earshot.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.train.Recipe;
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
                assertThat(RecipeFile.read("medium", variant.recipe())).isNotNull();
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
    void shouldClaimOnlyOnRowsOfTheTable() {
        for (Experiment experiment : Experiment.all()) {
            List<String> rows =
                    experiment.variants().stream().map(Variant::name).toList();
            for (Comparison claim : experiment.claims()) {
                assertThat(rows).as(experiment.name()).contains(claim.better(), claim.worse());
            }
        }
    }

    @Test
    void shouldRunTheFirstSeedOfEveryRowBeforeTheSecondOfAny() {
        Plan plan = new Plan(
                List.of(
                        Experiment.named("table4").only(List.of("VGG-GAP", "VGG-FAP")),
                        Experiment.named("table6").only(List.of("DDC-FAP"))),
                List.of(1L, 2L),
                List.of(new ExperimentData(0, null, null, null, Map.of())));

        assertThat(plan.rows())
                .extracting(row -> row.variant().name() + " " + row.seed())
                .containsExactly("VGG-GAP 1", "VGG-FAP 1", "DDC-FAP 1", "VGG-GAP 2", "VGG-FAP 2", "DDC-FAP 2");
    }

    @Test
    void shouldNotRunExperimentsOnDifferentDataTogether() {
        assertThatThrownBy(() -> Plan.commonProtocol(List.of(Experiment.named("table4"), Experiment.named("table8"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("table8");
    }

    @Test
    void shouldCompareRunsOfTheSameSeed() {
        Comparison claim = new Comparison("VGG-FAP", "VGG-AP");
        List<RunResult> results = List.of(
                result("VGG-FAP", 1, 0.50),
                result("VGG-AP", 2, 0.28),
                result("VGG-FAP", 2, 0.31),
                result("VGG-AP", 1, 0.46),
                result("VGG-FAP", 3, 0.9));

        Spread difference = claim.difference(results, "tagging.map");

        assertThat(difference.count()).isEqualTo(2);
        assertThat(difference.mean()).isCloseTo(0.035, within(1e-9));
        // Student's t with one degree of freedom is 12.706 at 97.5 %.
        assertThat(difference.low()).isCloseTo(0.035 - 12.7062 * 0.005, within(1e-6));
        assertThat(Comparison.cell(difference)).isEqualTo("+0.035 [-0.029, +0.099] open");
    }

    @Test
    void shouldSayWhetherTheIntervalLeavesZeroOut() {
        assertThat(Comparison.cell(Spread.of(List.of(0.010, 0.011, 0.012)))).endsWith("] yes");
        assertThat(Comparison.cell(Spread.of(List.of(-0.010, -0.011, -0.012)))).endsWith("] no");
        assertThat(Comparison.cell(Spread.of(List.of(0.010)))).isEqualTo("+0.010");
        assertThat(Comparison.cell(Spread.of(List.of(Double.NaN)))).isEqualTo("-");
    }

    @Test
    void shouldKeepResultsAcrossStarts() {
        Path file = folder.resolve("runs.jsonl");
        new ResultFile(file).add(result("VGG-FAP", 1, 0.4));

        ResultFile reopened = new ResultFile(file);

        assertThat(reopened.find(r -> r.key().equals("VGG-FAP1"))).hasValueSatisfying(r -> {
            assertThat(r.measures()).containsEntry("tagging.map", 0.4);
            assertThat(r.alpha().get(0)).containsExactly(1, 2);
        });
        assertThat(reopened.find(r -> r.key().equals("VGG-FAP2"))).isEmpty();
    }

    @Test
    void shouldKnowTheResultsOfAnEarlierVersionOfTheProgram() {
        Recipe recipe = RecipeFile.read("medium", Map.of());
        // Before a phase could leave frames out of the pooling.
        String older = RecipeFile.write(recipe)
                .lines()
                .filter(line -> !line.contains("contextFrames"))
                .collect(Collectors.joining("\n"));
        RunResult known =
                new RunResult("k", "DDC-FAP", 1, 0, 1, 1, 1, Map.of(), List.of("a"), List.of(), older, "4000 clips");

        assertThat(known.isOf(recipe, "4000 clips")).isTrue();
        assertThat(known.isOf(recipe, "2000 clips")).isFalse();
        assertThat(known.isOf(recipe, "4000 clips, clips_sha256=01ab")).isTrue();
        assertThat(new RunResult("k", "DDC-FAP", 1, 0, 1, 1, 1, Map.of(), List.of("a"), List.of(), older, null)
                        .isOf(recipe, "4000 clips"))
                .isFalse();
        RunResult hashed = new RunResult(
                "k",
                "DDC-FAP",
                1,
                0,
                1,
                1,
                1,
                Map.of(),
                List.of("a"),
                List.of(),
                older,
                "4000 clips, clips_sha256=01ab");
        assertThat(hashed.isOf(recipe, "4000 clips, clips_sha256=01ab")).isTrue();
        assertThat(hashed.isOf(recipe, "4000 clips, clips_sha256=02ab")).isFalse();
        assertThat(known.isOf(RecipeFile.read("medium", Map.of("train.seed", "2")), "4000 clips"))
                .isFalse();
    }

    @Test
    void shouldReadTheResultsThatAreKept() throws Exception {
        Path kept = Files.copy(Path.of("results/runs.jsonl"), folder.resolve("runs.jsonl"));

        ResultFile results = new ResultFile(kept);

        assertThat(results.find(result -> result.variant().equals("DDC-FAP") && result.seed() == 3))
                .hasValueSatisfying(result -> assertThat(result.recipe()).isNotNull());
    }

    @Test
    void shouldWriteMeanAndDeviationOfEachVariant() throws Exception {
        Experiment experiment = Experiment.named("table4").only(List.of("VGG-FAP", "VGG-AP"));
        List<RunResult> results = new ArrayList<>(
                List.of(result("VGG-FAP", 1, 0.4), result("VGG-FAP", 2, 0.6), result("VGG-AP", 1, 0.39)));

        ExperimentReport.write(experiment, results, "A remark.", folder);

        assertThat(Files.readString(folder.resolve("table4.md")))
                .contains("| VGG-FAP | 2 | 1,234 |", "0.500 ± 0.141", "| VGG-AP | 1 |", "A remark.")
                // 12.706 * 0.1414 / sqrt(2) to either side.
                .contains("| VGG-FAP | - | - | -0.771 to 1.771 |")
                .contains("| VGG-FAP > VGG-AP | 1 | +0.010 |");
        assertThat(folder.resolve("table4-tags.png")).isNotEmptyFile();
        assertThat(Files.readAllLines(folder.resolve("table4.csv")))
                .startsWith(
                        "variant,seed,fold,parameters,clip_steps,seconds,tagging.map",
                        "VGG-FAP,1,0,1234,400.0,60.0,0.4")
                .hasSize(4);
    }

    @Test
    void shouldDrawTheCurvesThatDifferMost() {
        List<double[]> alike = new ArrayList<>(Collections.nCopies(20, new double[] {1, 1}));
        alike.set(7, new double[] {1, 3});
        alike.set(19, new double[] {0, 1});

        assertThat(AlphaFigure.mostUnlike(alike)).hasSize(16).contains(7, 19).isSorted();
    }

    @Test
    void shouldDrawAChartPerLabelInRowsOfFour() throws Exception {
        RunResult run = result("DDC-FAP", 1, 0.4);
        List<float[]> alpha = Collections.nCopies(5, new float[] {1, 2, 3});
        RunResult labelled = new RunResult(
                "k", "DDC-FAP", 1, 0, 1, 1, 1, run.measures(), List.of("a", "b", "c", "d", "e"), alpha, null, null);
        Path file = folder.resolve("alpha.png");

        AlphaFigure.draw(List.of(labelled), file);

        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getWidth()).isEqualTo(2000);
        assertThat(image.getHeight()).isEqualTo(2 * 2 * 210);
        // The sixth place is empty, the fifth is not.
        assertThat(colours(image, 510, 430, 480, 400)).isEqualTo(1);
        assertThat(colours(image, 10, 430, 480, 400)).isGreaterThan(2);
    }

    private static long colours(BufferedImage image, int x, int y, int width, int height) {
        return Arrays.stream(image.getRGB(x, y, width, height, null, 0, width))
                .distinct()
                .count();
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
                List.of(new float[] {1, 2}),
                null,
                null);
    }
}
