package org.earshot.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.data.clips.ClipDataset;
import org.earshot.trainer.train.log.TrainingLog;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
class TrainingRunTest {
    @TempDir
    private static Path data;

    private static ClipDataset clips;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeClips() throws IOException {
        clips = TinyClips.in(data, 32);
    }

    @Test
    void shouldLearnToTellTheTonesApart() {
        RunSetup setup = setup(folder, "train.clipSteps=1600");

        RunState end = train(setup);

        assertThat(end.finished()).isTrue();
        assertThat(end.lastMap()).isGreaterThan(0.9);
    }

    @Test
    void shouldGoOnFromACheckpointAsIfItHadNotStopped() throws IOException {
        Path straight = Files.createDirectory(folder.resolve("straight"));
        Path broken = Files.createDirectory(folder.resolve("broken"));
        train(setup(straight, "train.clipSteps=96"));

        stopAtFirstRow(setup(broken, "train.clipSteps=96"));
        Checkpoint half = Checkpoint.read(RunSetup.checkpoint(broken));
        try (TrainingRun run = TrainingRun.resume(setup(broken, "train.clipSteps=96"), half)) {
            run.train(new StopRequest(), row -> {});
        }

        Checkpoint expected = Checkpoint.read(RunSetup.checkpoint(straight));
        Checkpoint actual = Checkpoint.read(RunSetup.checkpoint(broken));
        assertThat(half.state().step()).isPositive().isLessThan(expected.state().step());
        assertThat(actual.state().step()).isEqualTo(expected.state().step());
        assertThat(actual.state().lastMap()).isEqualTo(expected.state().lastMap());
        expected.weights()
                .forEach((name, values) ->
                        assertThat(actual.weights().get(name)).as(name).isEqualTo(values));
        assertThat(expected.means()).isNotEmpty();
        expected.means()
                .forEach((name, values) ->
                        assertThat(actual.means().get(name)).as(name).isEqualTo(values));
        expected.moments()
                .forEach((name, values) ->
                        assertThat(actual.moments().get(name)).as(name).isEqualTo(values));
    }

    @Test
    void shouldWriteACheckpointWhenAskedToStop() {
        RunState stopped = stopAtFirstRow(setup(folder, "train.clipSteps=640"));

        assertThat(stopped.finished()).isFalse();
        assertThat(Checkpoint.read(RunSetup.checkpoint(folder)).state().step()).isEqualTo(stopped.step());
    }

    @Test
    void shouldLogEachValidation() throws IOException {
        train(setup(folder, "train.clipSteps=96"));

        List<String> lines = Files.readAllLines(folder.resolve("log.csv"));

        assertThat(lines.get(0)).isEqualTo(TrainingLog.HEADER);
        assertThat(lines.stream().skip(1).map(TrainingLog.Row::parse).filter(r -> !Double.isNaN(r.validationMap())))
                .hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void shouldEndEarlyWhenPatienceIsAtItsEnd() {
        RunState end = train(setup(
                folder, "train.clipSteps=6400", "train.rate.peak=0", "validate.every=0.02", "validate.patience=3"));

        assertThat(end.finished()).isTrue();
        assertThat(end.clipSteps()).isLessThan(6400);
    }

    @Test
    void shouldComeToTheEndOfItsScheduleInTheTimeGiven() {
        RunSetup unbounded = setup(folder, "train.clipSteps=1e9");
        RunSetup setup = new RunSetup(folder, unbounded.recipe(), clips, clips, Map.of(), 2.0 / 60);

        RunState end = train(setup);

        assertThat(end.finished()).isTrue();
        assertThat(end.phase()).isEqualTo(setup.recipe().train().phases().size() - 1);
    }

    @Test
    void shouldRefuseACheckpointOfOtherLabels() {
        train(setup(folder, "train.clipSteps=32"));
        Checkpoint checkpoint = Checkpoint.read(RunSetup.checkpoint(folder));
        RunState state = checkpoint.state();
        RunState other = new RunState(
                state.recipe(),
                List.of("cat", "dog"),
                0,
                state.frontEnd(),
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

        assertThatThrownBy(() -> TrainingRun.resume(
                        setup(folder, "train.clipSteps=32"),
                        new Checkpoint(other, checkpoint.weights(), checkpoint.moments(), checkpoint.means())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("labels");
    }

    @Test
    void shouldRefuseValidationClipsOfOtherLabels() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        TinyClips.in(other, 4);
        Files.writeString(other.resolve("tags.csv"), "filename,tags\n00000.wav,chirp\n");
        RunSetup fitting = setup(folder);
        RunSetup setup = new RunSetup(
                folder,
                fitting.recipe(),
                clips,
                ClipDataset.open(other, TinyClips.FRONT_END),
                Map.of(),
                Double.POSITIVE_INFINITY);

        assertThatThrownBy(() -> TrainingRun.start(setup))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("[chirp], differ from the labels to learn, [high, low]");
    }

    private static RunState train(RunSetup setup) {
        try (TrainingRun run = TrainingRun.start(setup)) {
            return run.train(new StopRequest(), row -> {});
        }
    }

    private static RunState stopAtFirstRow(RunSetup setup) {
        try (TrainingRun run = TrainingRun.start(setup)) {
            StopRequest stop = new StopRequest();
            return run.train(stop, row -> stop.ask());
        }
    }

    private static RunSetup setup(Path folder, String... changes) {
        Map<String, String> overrides = new LinkedHashMap<>();
        overrides.put("network.channels", "4,8");
        overrides.put("validate.every", "0.25");
        overrides.put("validate.clips", "16");
        for (String change : changes) {
            String[] pair = change.split("=");
            overrides.put(pair[0], pair[1]);
        }
        return new RunSetup(
                folder, RecipeFile.read("light", overrides), clips, clips, Map.of(), Double.POSITIVE_INFINITY);
    }
}
