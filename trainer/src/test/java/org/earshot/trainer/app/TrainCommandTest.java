package org.earshot.trainer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.earshot.trainer.train.Checkpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Tag("integration")
class TrainCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter errors = new StringWriter();
    private Path data;

    @BeforeEach
    void makeClips() throws IOException {
        data = TestDataSet.write(folder.resolve("data"));
    }

    @Test
    void shouldBeginWithWhatAnEarlierRunLearnt() {
        int first = train("first", "--set", "network.channels=2,3");

        int second = train("second", "--from", folder.resolve("first").toString(), "--teacher", first());

        Checkpoint end = Checkpoint.read(folder.resolve("second/checkpoint.npz"));
        assertThat(first).isZero();
        assertThat(second).isZero();
        assertThat(errors.toString()).contains("first: 3 of its 3 labels keep their weights\n");
        assertThat(end.weights().get("block2.pw.weight")).hasSize(9);
        assertThat(end.state().recipe()).contains("peak: 0.0012");
        assertThat(end.state().data()).containsKeys("began_from", "teacher");
        assertThat(end.state().data().get("began_from").toString())
                .contains("file=first", "labels=[high, low, middle]");
    }

    @Test
    void shouldAskForTheTeacherAgainWhenItGoesOn() {
        train("first", "--set", "network.channels=2,3");
        train("second", "--from", first(), "--teacher", first());

        assertThat(train("second", "--resume")).isEqualTo(2);
        assertThat(errors.toString()).contains("--resume: this run has a teacher; give --teacher again");
        assertThat(train("second", "--resume", "--teacher", first() + "," + first()))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("--resume: this run began with other teachers");
        assertThat(train("second", "--resume", "--teacher", first())).isZero();
        assertThat(train("first", "--resume", "--teacher", first())).isEqualTo(2);
        assertThat(errors.toString()).contains("--resume: this run began with no teacher");
    }

    @Test
    void shouldGoOnWithATeacherThatHasLearntOn() throws IOException {
        train("first", "--set", "network.channels=2,3");
        train("second", "--set", "network.channels=2,3", "--teacher", first());
        Path clips = data.resolve("dataset.json");
        Files.delete(folder.resolve("first/checkpoint.npz"));
        train("first", "--set", "network.channels=2,3", "--set", "train.clipSteps=8");

        assertThat(train("second", "--resume", "--teacher", first())).isZero();

        Files.delete(folder.resolve("first/checkpoint.npz"));
        Files.writeString(clips, "{\"labels\":[\"high\",\"low\",\"middle\"],\"corpus_sha256\":\"OTHER\"}");
        train("first", "--set", "network.channels=2,3");
        Files.delete(clips);
        assertThat(train("second", "--resume", "--teacher", first())).isEqualTo(2);
        assertThat(errors.toString()).contains("--resume: this run began with other teachers");
    }

    @Test
    void shouldLearnFromTheMeanOfSeveralTeachers() {
        train("first", "--set", "network.channels=2,3");
        train("second", "--set", "network.channels=2,3", "--teacher", first() + "," + first());

        assertThat(Checkpoint.read(folder.resolve("second/checkpoint.npz"))
                        .state()
                        .data()
                        .get("teacher"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(2);
        assertThat(train("second", "--resume", "--teacher", first() + "," + first()))
                .isZero();
    }

    @Test
    void shouldGoOnWithTheOptionsThatItBeganWithAlone() throws IOException {
        train("run", "--set", "network.channels=2,3", "--recipe", "light");

        assertThat(train("run", "--resume", "--set", "network.channels=2,3", "--recipe", "light"))
                .isZero();
        assertThat(train("run", "--resume", "--set", "train.seed=8")).isEqualTo(2);
        assertThat(train("run", "--resume", "--pooling", "gap")).isEqualTo(2);
        assertThat(train("run", "--resume", "--recipe", "full")).isEqualTo(2);
        assertThat(train("run", "--resume", "--front-end", "paper_32k")).isEqualTo(2);
        assertThat(errors.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).matches(".*--resume: train.seed of this run is \\d+, not 8; .*"),
                        line -> assertThat(line).contains("--resume: network.pooling of this run is \"fap\", not gap"),
                        line -> assertThat(line).contains("this run has another recipe than --recipe full"),
                        line -> assertThat(line).contains("this run has another front end than --front-end paper_32k"));
    }

    @Test
    void shouldNotGoOnWithOtherTags() throws IOException {
        train("run", "--set", "network.channels=2,3");
        Path tags = data.resolve("tags.csv");
        Files.writeString(tags, Files.readString(tags).replace("7.flac,\n", "7.flac,high\n"));

        assertThat(train("run", "--resume")).isEqualTo(2);
        assertThat(errors.toString()).contains("other clips: their names, tags or event times have changed");
    }

    @Test
    void shouldNotGoOnWithOtherClips() throws IOException {
        train("run", "--set", "network.channels=2,3");
        String described = "{\"labels\":[\"high\",\"low\",\"middle\"],\"corpus_sha256\":\"CORPUS\"}";
        Files.writeString(data.resolve("dataset.json"), described);
        train("described", "--set", "network.channels=2,3");
        Files.writeString(data.resolve("dataset.json"), described.replace("CORPUS", "OTHER"));

        assertThat(train("described", "--resume")).isEqualTo(2);

        assertThat(errors.toString()).contains("corpus_sha256 was CORPUS and is OTHER");
        Files.writeString(
                data.resolve("tags.csv"),
                Files.readString(data.resolve("tags.csv")).replace("7.flac,\n", ""));
        assertThat(train("run", "--resume")).isEqualTo(2);
        assertThat(errors.toString())
                .contains("--resume: this run began with other clips: training_clips was 8 and is 7");
    }

    @Test
    void shouldSayHowItChoseTheClipsThatItIsValidatedOn() throws IOException {
        List<String> args = new ArrayList<>(List.of("train", "--data", data.toString(), "--set", "train.clipSteps=4"));
        args.addAll(List.of("--set", "network.channels=2,3", "--output", first()));
        CommandLine line = Main.commandLine().setErr(new PrintWriter(errors, true));

        assertThat(line.execute(args.toArray(String[]::new))).isZero();

        assertThat(Checkpoint.read(folder.resolve("first/checkpoint.npz"))
                        .state()
                        .data())
                .containsEntry("training_clips", 7)
                .containsEntry("validation_clips", 1)
                .containsEntry("validation_clips_chosen", "by name");
    }

    @Test
    void shouldSayInOneLineWhyItCannotBegin() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.npz"), "not a checkpoint");

        assertThat(train("run", "--from", "full", "--resume")).isEqualTo(2);
        assertThat(train("run", "--from", folder.resolve("none.npz").toString()))
                .isNotZero();
        assertThat(train("run", "--from", text.toString())).isNotZero();
        assertThat(train("run", "--from", "full", "--set", "network.channels=2,3"))
                .isEqualTo(2);
        assertThat(errors.toString().lines())
                .hasSize(4)
                .satisfiesExactly(
                        line -> assertThat(line).contains("give either --from, for a new run, or --resume"),
                        line -> assertThat(line).contains("none.npz: no such checkpoint"),
                        line -> assertThat(line).contains("notes.npz: not a checkpoint of earshot-trainer"),
                        line -> assertThat(line).contains("--from full: is not the network of the recipe"));
    }

    private String first() {
        return folder.resolve("first").toString();
    }

    private int train(String run, String... more) {
        List<String> args =
                new ArrayList<>(List.of("train", "--data", data.toString(), "--validation", data.toString()));
        args.addAll(List.of("--output", folder.resolve(run).toString()));
        args.addAll(List.of("--set", "train.clipSteps=4", "--set", "validate.clips=2", "--set", "validate.every=1"));
        args.addAll(List.of(more));
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(errors, true));
        return line.execute(args.toArray(String[]::new));
    }
}
