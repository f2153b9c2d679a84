package org.earshot.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.FrontEnd;
import org.earshot.trainer.data.clips.ClipDataset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartingPointTest {
    @TempDir
    private static Path data;

    @TempDir
    private static Path learnt;

    private static ClipDataset clips;

    @TempDir
    private Path folder;

    @BeforeAll
    static void learnALittle() throws IOException {
        clips = TinyClips.in(data, 16);
        try (TrainingRun run = TrainingRun.start(setup(learnt, clips, "train.clipSteps=48"))) {
            run.train(new StopRequest(), row -> {});
        }
    }

    @Test
    void shouldBeginWithTheMeansOfACheckpointAndFreshMoments() {
        Checkpoint before = Checkpoint.read(RunSetup.checkpoint(learnt));

        Checkpoint after = untrained(clips, StartingPoint.read(learnt.toString()));

        assertThat(after.state().step()).isZero();
        before.result()
                .forEach((name, values) ->
                        assertThat(after.weights().get(name)).as(name).isEqualTo(values));
        assertThat(after.result()).hasSameSizeAs(before.result());
        after.moments().forEach((name, values) -> assertThat(values).as(name).containsOnly(0));
    }

    @Test
    void shouldKeepWhatLabelsOfTheSameNameLearnt() throws IOException {
        Map<String, float[]> before =
                Checkpoint.read(RunSetup.checkpoint(learnt)).result();
        ClipDataset other = withLabels("chirp", "low");

        Map<String, float[]> after =
                untrained(other, StartingPoint.read(learnt.toString())).weights();

        assertThat(StartingPoint.read(learnt.toString()).greeting(other.labels()))
                .endsWith(": 1 of its 2 labels keep their weights; 1 start with fresh ones: chirp");
        int high = clips.labels().indexOf("high");
        int low = clips.labels().indexOf("low");
        assertThat(high).isNotEqualTo(other.labels().indexOf("high"));
        assertThat(row(after, "head.weight", 1, 2)).isEqualTo(row(before, "head.weight", low, 2));
        assertThat(row(after, "head.bias", 1, 2)).isEqualTo(row(before, "head.bias", low, 2));
        assertThat(row(after, "pooling.alpha", 1, 2)).isEqualTo(row(before, "pooling.alpha", low, 2));
        assertThat(row(after, "head.bias", 0, 2)).containsExactly(-3);
        assertThat(row(after, "pooling.alpha", 0, 2)).containsOnly(3);
        assertThat(after.get("block2.conv.weight")).isEqualTo(before.get("block2.conv.weight"));
    }

    @Test
    void shouldBeginWithAModelFile() {
        Path model = folder.resolve("m.onnx");
        Checkpoint before = Checkpoint.read(RunSetup.checkpoint(learnt));
        RunExport.write(before, new RunExport.Naming("tones", "1", ActivityCurve.graph()), model);

        StartingPoint from = StartingPoint.read(model.toString());
        Checkpoint after = untrained(clips, from);
        Path again = folder.resolve("again.onnx");
        RunExport.write(after, new RunExport.Naming("tones", "1", ActivityCurve.graph()), again);

        assertThat(from.record()).containsEntry("file", "m.onnx").containsEntry("model", "tones 1");
        assertThat(from.recipe()).isEqualTo(before.state().recipe());
        assertThat(after.weights().get("block1.conv.bn.gamma"))
                .as("the deviation of the plane")
                .isNotEqualTo(before.result().get("block1.conv.bn.gamma"));
        assertThat(Scored.by(again, clips)).containsExactly(Scored.by(model, clips), within(1e-4f));
    }

    @Test
    void shouldRefuseAnotherNetworkInOneLine() {
        StartingPoint from = StartingPoint.read(learnt.toString());

        assertThatThrownBy(() -> TrainingRun.start(setup(folder, clips, "network.channels=4,6"), from))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("--from " + learnt)
                .hasMessageContaining("block2.conv.weight has 288 values instead of 216")
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldRefuseAModelOfAnotherNetworkInOneLine() {
        Path model = folder.resolve("m.onnx");
        Checkpoint before = Checkpoint.read(RunSetup.checkpoint(learnt));
        RunExport.write(before, new RunExport.Naming("tones", "1", ActivityCurve.graph()), model);
        StartingPoint from = StartingPoint.read(model.toString());

        assertThatThrownBy(() -> TrainingRun.start(setup(folder, clips, "network.channels=4,6"), from))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("block2.conv is a conv 3x3 of 4 to 8 channels instead of a conv 3x3 of 4 to 6")
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldRefuseClipsOfOtherFeatures() {
        FrontEnd t = TinyClips.FRONT_END;
        FrontEnd shorter = new FrontEnd(
                t.rateHz(),
                t.windowSamples(),
                t.hopSamples() / 2,
                t.window(),
                t.mels(),
                t.minHz(),
                t.maxHz(),
                t.clipSamples());
        ClipDataset other = ClipDataset.open(data, shorter);
        StartingPoint from = StartingPoint.read(learnt.toString());

        assertThatThrownBy(() -> TrainingRun.start(setup(folder, other), from))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("trained on other features");
    }

    private ClipDataset withLabels(String first, String second) throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        List<String> rows = Files.readAllLines(data.resolve("tags.csv")).stream()
                .map(line -> line.replace("high", first).replace("low", second))
                .toList();
        Files.write(other.resolve("tags.csv"), rows);
        Path audio = Files.createDirectory(other.resolve("audio"));
        try (Stream<Path> files = Files.list(data.resolve("audio"))) {
            for (Path file : files.toList()) {
                Files.copy(file, audio.resolve(file.getFileName()));
            }
        }
        return ClipDataset.open(other, TinyClips.FRONT_END);
    }

    private Checkpoint untrained(ClipDataset dataset, StartingPoint from) {
        try (TrainingRun run = TrainingRun.start(setup(folder, dataset), from)) {
            StopRequest stop = new StopRequest();
            stop.ask();
            run.train(stop, row -> {});
        }
        return Checkpoint.read(RunSetup.checkpoint(folder));
    }

    private static float[] row(Map<String, float[]> weights, String name, int row, int rows) {
        float[] all = weights.get(name);
        return Arrays.copyOfRange(all, row * all.length / rows, (row + 1) * all.length / rows);
    }

    private static RunSetup setup(Path folder, ClipDataset dataset, String... changes) {
        Map<String, String> overrides = new LinkedHashMap<>();
        overrides.put("network.channels", "4,8");
        overrides.put("validate.every", "1");
        overrides.put("validate.clips", "4");
        for (String change : changes) {
            String[] pair = change.split("=");
            overrides.put(pair[0], pair[1]);
        }
        return new RunSetup(
                folder, RecipeFile.read("light", overrides), dataset, dataset, Map.of(), Double.POSITIVE_INFINITY);
    }
}
