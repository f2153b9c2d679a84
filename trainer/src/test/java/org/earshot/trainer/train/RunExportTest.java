package org.earshot.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelFile;
import org.earshot.trainer.data.clips.ClipDataset;
import org.earshot.trainer.data.sets.DataSets;
import org.earshot.trainer.export.ParityCheck;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunExportTest {
    @TempDir
    private static Path data;

    private static ClipDataset clips;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeClips() throws Exception {
        clips = TinyClips.in(data, 8);
    }

    @ParameterizedTest
    @CsvSource({
        "ddc,fap,alpha_norm",
        "ddc,fap,softmax_alpha",
        "ddc,fap,frame_softmax",
        "ddc,fap,mean",
        "ddc,ap,mean",
        "vgg,softmax,mean",
        "vgg,gap,mean",
        "ddc,gwrp,mean",
        "ddc,gmp,mean"
    })
    void shouldScoreInTheDetectorAsInTraining(String network, String pooling, String weighting) {
        Checkpoint trained =
                trained(Map.of("network.name", network, "network.pooling", pooling, "fap.frameWeight", weighting));

        ParityCheck.Differences differences = RunExport.write(trained, naming(), folder.resolve("m.onnx"));

        assertThat(differences.tags()).isLessThan(1e-4);
        assertThat(differences.activity()).isLessThan(1e-4);
        assertThat(differences.masks()).isPositive().isLessThan(1e-4);
    }

    @Test
    void shouldSayInTheManifestHowTheModelCameToBe() {
        Path file = folder.resolve("m.onnx");

        RunExport.write(trained(Map.of()), naming(), file);

        Manifest manifest = ModelFile.read(file).manifest();
        assertThat(manifest.name()).isEqualTo("tones");
        assertThat(manifest.labels()).containsExactly("high", "low");
        assertThat(manifest.frontEnd()).isEqualTo(TinyClips.FRONT_END);
        assertThat(manifest.activity()).isEqualTo(ActivityCurve.windowed(15));
        assertThat(manifest.receptiveFrames()).isEqualTo(6);
        assertThat(manifest.alpha()).hasSize(2);
        assertThat(manifest.training())
                .containsKeys("training_seed", "steps", "validation_map", "code_version", "recipe");
    }

    @Test
    void shouldGiveTheMeanOfRunsNoValidation() {
        Path file = folder.resolve("m.onnx");
        Checkpoint run = trained(Map.of());

        RunExport.write(
                new Checkpoint(run.state().ofMean(List.of(12L, 12L)), run.result(), Map.of(), Map.of()),
                naming(),
                file);

        assertThat(ModelFile.read(file).manifest().training())
                .containsKey("mean_of_clip_steps")
                .doesNotContainKey("validation_map");
    }

    @Test
    void shouldLeaveThePoolSumsOutWhereThePoolingHasNone() {
        Path file = folder.resolve("m.onnx");

        RunExport.write(trained(Map.of("network.pooling", "gwrp")), naming(), file);

        Manifest manifest = ModelFile.read(file).manifest();
        assertThat(manifest.streams()).isFalse();
        assertThat(manifest.activity()).isEqualTo(ActivityCurve.graph());
    }

    @Test
    void shouldDropLabelsForLearningAlone() throws Exception {
        Path file = folder.resolve("m.onnx");
        Path mixed = Files.createDirectory(folder.resolve("mixed"));
        TinyClips.in(mixed, 8);
        List<String> rows = new ArrayList<>(List.of("filename,tags"));
        for (int i = 0; i < 8; i++) {
            rows.add(String.format("%05d.wav,%s", i, i % 3 == 0 ? "a/hum;b/hiss" : i % 3 == 1 ? "b/hiss" : ""));
        }
        Files.write(mixed.resolve("auxiliary.csv"), rows);
        ClipDataset both = DataSets.open(mixed.toString(), TinyClips.FRONT_END, true);

        Checkpoint trained = trained(Map.of("train.auxiliaryWeight", "0.5"), both);
        ParityCheck.Differences differences = RunExport.write(trained, naming(), file);

        Manifest manifest = ModelFile.read(file).manifest();
        assertThat(trained.state().labels()).containsExactly("high", "low", "a/hum", "b/hiss");
        assertThat(trained.weights().get("head.bias")).hasSize(4);
        assertThat(manifest.labels()).containsExactly("high", "low");
        assertThat(manifest.alpha()).hasSize(2);
        assertThat(manifest.thresholds()).hasSize(2);
        assertThat(manifest.training()).containsEntry("auxiliary_labels", List.of("a/hum", "b/hiss"));
        assertThat(differences.tags()).isLessThan(1e-4);
        assertThat(Scored.by(file, clips)).hasSize(2);
    }

    private static RunExport.Naming naming() {
        return new RunExport.Naming("tones", "1", ActivityCurve.windowed(15));
    }

    private Checkpoint trained(Map<String, String> changes) {
        return trained(changes, clips);
    }

    private Checkpoint trained(Map<String, String> changes, ClipDataset learnt) {
        Map<String, String> overrides = new LinkedHashMap<>(changes);
        overrides.put("network.channels", "4,6");
        overrides.put("train.clipSteps", "12");
        overrides.put("validate.clips", "4");
        Recipe recipe = RecipeFile.read("light", overrides);
        RunSetup setup = new RunSetup(folder, recipe, learnt, clips, Map.of(), Double.POSITIVE_INFINITY);
        try (TrainingRun run = TrainingRun.start(setup)) {
            run.train(new StopRequest(), row -> {});
        }
        return Checkpoint.read(RunSetup.checkpoint(folder));
    }
}
