package org.earshot.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.FrontEnd;
import org.earshot.trainer.data.clips.ClipDataset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunMeanTest {
    @TempDir
    private static Path data;

    @TempDir
    private static Path folder;

    private static ClipDataset clips;
    private static Checkpoint run;

    @BeforeAll
    static void learnALittle() throws IOException {
        clips = TinyClips.in(data, 24);
        Recipe recipe = RecipeFile.read(
                "light", Map.of("network.channels", "4,6", "train.clipSteps", "24", "validate.clips", "4"));
        RunSetup setup = new RunSetup(folder, recipe, clips, clips, Map.of(), Double.POSITIVE_INFINITY);
        try (TrainingRun training = TrainingRun.start(setup)) {
            training.train(new StopRequest(), row -> {});
        }
        run = Checkpoint.read(RunSetup.checkpoint(folder));
    }

    @Test
    void shouldLieBetweenTheRuns() {
        Checkpoint other = changed(run, Map.of("head.bias", -1f));

        Checkpoint mean = RunMean.of(List.of(run, other), clips);

        float[] bias = run.result().get("head.bias");
        assertThat(mean.result().get("head.bias")).containsExactly(new float[] {0, 0}, within(1e-6f));
        assertThat(mean.result().get("head.weight")).isEqualTo(run.result().get("head.weight"));
        assertThat(bias).doesNotContain(0);
        assertThat(mean.state().data()).containsEntry("mean_of_clip_steps", List.of(clipSteps(run), clipSteps(run)));
        assertThat(mean.moments()).isEmpty();
    }

    @Test
    void shouldNotLetLongFiltersOutweighOthers() {
        Map<String, Float> longer = new LinkedHashMap<>();
        longer.put("block1.conv.weight", 3f);
        longer.put("block2.dw.weight", 0.5f);
        Checkpoint same = changed(run, longer);

        Map<String, float[]> mean = RunMean.of(List.of(run, same), clips).result();

        for (String name : List.of("block1.conv.weight", "block2.dw.weight", "block2.pw.weight")) {
            assertThat(mean.get(name)).as(name).containsExactly(run.result().get(name), within(1e-6f));
        }
    }

    @Test
    void shouldMeasureTheStatisticsAnew() {
        Checkpoint spoilt = changed(run, Map.of("block1.conv.bn.mean", 50f, "block2.pw.bn.variance", 900f));

        Map<String, float[]> mean = RunMean.of(List.of(run, run), clips).result();
        Map<String, float[]> again = RunMean.of(List.of(spoilt, spoilt), clips).result();

        mean.forEach((name, values) -> assertThat(again.get(name)).as(name).containsExactly(values, within(1e-5f)));
    }

    @Test
    void shouldLeaveAuxiliaryLabelsOut() {
        RunState state = run.state();
        Checkpoint auxiliary = new Checkpoint(
                withLabels(state, List.of("high", "low", "a/hum"), 1),
                withRow(run.weights()),
                Map.of(),
                withRow(run.means()));

        Checkpoint mean = RunMean.of(List.of(auxiliary, run), clips);

        assertThat(mean.state().labels()).containsExactly("high", "low");
        assertThat(mean.state().auxiliary()).isZero();
        assertThat(mean.result().get("head.bias")).isEqualTo(run.result().get("head.bias"));
        assertThat(mean.result().get("pooling.alpha")).isEqualTo(run.result().get("pooling.alpha"));
    }

    @Test
    void shouldLeaveASingleRunAsItIs() {
        assertThat(RunMean.of(List.of(run), clips)).isSameAs(run);
    }

    @Test
    void shouldTakeRunsThatWereTrainedOtherwise() {
        String recipe = run.state().recipe();
        String otherwise = recipe.replaceAll("alphaRate: \\S+", "alphaRate: 0.5")
                .replaceAll("headBias: \\S+", "headBias: -1.25")
                .replaceAll("r: 0\\.\\d+", "r: 0.25");
        assertThat(otherwise).isNotEqualTo(recipe).contains("headBias: -1.25", "r: 0.25");

        Checkpoint mean = RunMean.of(List.of(run, run.withRecipe(otherwise)), clips);

        assertThat(mean.result().get("pooling.alpha")).isEqualTo(run.result().get("pooling.alpha"));
    }

    @Test
    void shouldRefuseRunsThatHaveNoMean() {
        Map<String, float[]> wide = new LinkedHashMap<>(run.result());
        wide.put("head.bias", new float[4]);
        Checkpoint wider = new Checkpoint(run.state(), wide, Map.of(), Map.of());
        Checkpoint others =
                new Checkpoint(withLabels(run.state(), List.of("low", "high"), 0), run.result(), Map.of(), Map.of());

        Checkpoint dilated =
                run.withRecipe(run.state().recipe().replaceFirst("(?s)dilation:\\s+- \\d+", "dilation:\n  - 3"));
        Checkpoint pooled = run.withRecipe(
                run.state().recipe().replace("alpha_norm", "softmax_alpha").replace("ALPHA_NORM", "SOFTMAX_ALPHA"));

        for (Checkpoint other : List.of(wider, others, dilated, pooled)) {
            assertThatThrownBy(() -> RunMean.of(List.of(run, other), clips))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("no mean");
        }
    }

    /** The result with the values of some weights multiplied. */
    private static Checkpoint changed(Checkpoint of, Map<String, Float> factors) {
        Map<String, float[]> result = new LinkedHashMap<>();
        of.result().forEach((name, values) -> {
            float[] copy = values.clone();
            for (int i = 0; i < copy.length; i++) {
                copy[i] *= factors.getOrDefault(name, 1f);
            }
            result.put(name, copy);
        });
        return new Checkpoint(of.state(), result, Map.of(), Map.of());
    }

    /** One more row in the weights of the labels. */
    private static Map<String, float[]> withRow(Map<String, float[]> weights) {
        Map<String, float[]> more = new LinkedHashMap<>(weights);
        for (String name : List.of("head.weight", "head.bias", "pooling.alpha")) {
            float[] values = weights.get(name);
            more.put(name, Arrays.copyOf(values, values.length / 2 * 3));
        }
        return more;
    }

    private static RunState withLabels(RunState state, List<String> labels, int auxiliary) {
        FrontEnd frontEnd = state.frontEnd();
        return new RunState(
                state.recipe(),
                labels,
                auxiliary,
                frontEnd,
                state.data(),
                state.codeVersion(),
                state.step(),
                state.phase(),
                state.phaseBatches(),
                state.clipSteps(),
                state.progress(),
                state.seconds(),
                state.bestMap(),
                state.sinceBest(),
                state.lastMap());
    }

    private static long clipSteps(Checkpoint of) {
        return Math.round(of.state().clipSteps());
    }
}
