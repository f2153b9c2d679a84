package org.earshot.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.FrontEnd.WindowShape;
import org.earshot.trainer.data.clips.ClipDataset;
import org.earshot.trainer.data.sets.DataSets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
class TeacherTest {
    @TempDir
    private static Path data;

    /** A network that hears "high" in everything. */
    @TempDir
    private static Path opinionated;

    /** The same network, but one that hears "high" in nothing. */
    @TempDir
    private static Path deaf;

    private static ClipDataset clips;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeATeacher() throws IOException {
        clips = TinyClips.in(data, 16);
        train(setup(opinionated, "4,8", null, "train.clipSteps=12"));
        Checkpoint learnt = Checkpoint.read(RunSetup.checkpoint(opinionated));
        learnt.means().get("head.bias")[clips.labels().indexOf("high")] = 6;
        learnt.write(RunSetup.checkpoint(opinionated));
        learnt.means().get("head.bias")[clips.labels().indexOf("high")] = -6;
        learnt.write(RunSetup.checkpoint(deaf));
    }

    @Test
    void shouldBringTheLearnerNearer() throws IOException {
        float alone = meanOfHigh("alone", null, "train.clipSteps=192");
        float taught = meanOfHigh("taught", opinionated.toString(), "train.clipSteps=192", "train.teaching.tags=4");

        assertThat(taught).isGreaterThan(alone + 0.1f);
    }

    @Test
    void shouldTeachByMasksAlone() throws IOException {
        float alone = meanOfHigh("alone", null, "train.clipSteps=192");
        float taught = meanOfHigh(
                "taught",
                opinionated.toString(),
                "train.clipSteps=192",
                "train.teaching.tags=0",
                "train.teaching.masks=8");

        assertThat(taught).isGreaterThan(alone + 0.1f);
    }

    @Test
    void shouldTeachTheMeanOfSeveral() throws IOException {
        String[] strong = {"train.clipSteps=192", "train.teaching.tags=4", "train.teaching.masks=4"};
        String yes = opinionated.toString();
        float one = meanOfHigh("one", yes, strong);
        float same = meanOfHigh("same", yes + "," + yes, strong);
        float divided = meanOfHigh("divided", yes + "," + deaf, strong);

        assertThat(Math.abs(same - one)).isLessThan(0.01f);
        assertThat(divided).isBetween(0.2f, one - 0.1f);
    }

    @Test
    void shouldTeachFromAModelFile() throws IOException {
        Path model = folder.resolve("m.onnx");
        RunExport.write(
                Checkpoint.read(RunSetup.checkpoint(opinionated)),
                new RunExport.Naming("tones", "1", ActivityCurve.graph()),
                model);

        float fromModel = meanOfHigh("model", model.toString(), "train.clipSteps=12");
        float fromCheckpoint = meanOfHigh("checkpoint", opinionated.toString(), "train.clipSteps=12");

        assertThat(Math.abs(fromModel - fromCheckpoint)).isLessThan(0.01f);
    }

    @Test
    void shouldTeachClipsThatHaveLabelsForLearningAlone() throws IOException {
        // The baselines know no other number of bands, and cannot have their labels changed.
        FrontEnd wide = new FrontEnd(8_000, 1_024, 256, WindowShape.HANN, 64, 50, 4_000, 8_000);
        Path mixed = Files.createDirectory(folder.resolve("mixed"));
        TinyClips.in(mixed, 16);
        Files.writeString(mixed.resolve("auxiliary.csv"), "filename,tags\n00000.wav,a/hum\n00001.wav,b/hiss\n");
        Path sequences = Files.createDirectory(folder.resolve("sequences"));
        String[] attention = {
            "train.clipSteps=12", "network.name=attention", "attention.features=8", "attention.units=4"
        };
        ClipDataset own = DataSets.open(mixed.toString(), wide, false);
        train(setup(sequences, own, own, null, recipe("4,6", attention)));
        Path run = Files.createDirectory(folder.resolve("run"));
        Recipe recipe = recipe("4,6", "train.clipSteps=12", "train.auxiliaryWeight=0.5");

        train(setup(run, DataSets.open(mixed.toString(), wide, true), own, sequences.toString(), recipe));

        assertThat(Checkpoint.read(RunSetup.checkpoint(run)).state().labels())
                .containsExactly("high", "low", "a/hum", "b/hiss");
    }

    @Test
    void shouldSayWhichLabelsItDoesNotKnow() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        TinyClips.in(other, 4);
        Files.writeString(other.resolve("tags.csv"), "filename,tags\n00000.wav,high;chirp\n");
        ClipDataset chirps = ClipDataset.open(other, TinyClips.FRONT_END);
        Recipe recipe = recipe("4,6");

        assertThatThrownBy(() -> TrainingRun.start(new RunSetup(
                        folder,
                        recipe,
                        chirps,
                        chirps,
                        Map.of(),
                        Double.POSITIVE_INFINITY,
                        List.of(StartingPoint.read(opinionated.toString())))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(
                        "--teacher " + opinionated + ": has no label [chirp]; its labels are [high, low]");
    }

    private float meanOfHigh(String name, String teachers, String... changes) throws IOException {
        Path run = Files.createDirectory(folder.resolve(name));
        train(setup(run, "4,6", teachers, changes));
        Path model = run.resolve("m.onnx");
        RunExport.write(
                Checkpoint.read(RunSetup.checkpoint(run)),
                new RunExport.Naming("tones", "1", ActivityCurve.graph()),
                model);
        return Scored.by(model, clips)[clips.labels().indexOf("high")];
    }

    private static void train(RunSetup setup) {
        try (TrainingRun run = TrainingRun.start(setup)) {
            run.train(new StopRequest(), row -> {});
        }
    }

    /** @param teachers separated by commas, or null */
    private static RunSetup setup(Path folder, String channels, String teachers, String... changes) {
        return setup(folder, clips, clips, teachers, recipe(channels, changes));
    }

    private static RunSetup setup(
            Path folder, ClipDataset training, ClipDataset validation, String teachers, Recipe recipe) {
        return new RunSetup(
                folder,
                recipe,
                training,
                validation,
                Map.of(),
                Double.POSITIVE_INFINITY,
                teachers == null
                        ? List.of()
                        : Stream.of(teachers.split(","))
                                .map(StartingPoint::read)
                                .toList());
    }

    private static Recipe recipe(String channels, String... changes) {
        Map<String, String> overrides = new LinkedHashMap<>();
        overrides.put("network.channels", channels);
        overrides.put("validate.every", "1");
        overrides.put("validate.clips", "4");
        overrides.put("network.headBias", "0");
        overrides.put("train.rate.peak", "0.03");
        for (String change : List.of(changes)) {
            String[] pair = change.split("=");
            overrides.put(pair[0], pair[1]);
        }
        return RecipeFile.read("light", overrides);
    }
}
