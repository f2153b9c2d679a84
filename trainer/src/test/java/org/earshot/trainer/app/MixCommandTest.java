package org.earshot.trainer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.earshot.core.audio.flac.FlacWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Tag("integration")
class MixCommandTest {
    @TempDir
    private Path directory;

    private final StringWriter errors = new StringWriter();

    @BeforeEach
    void writeACorpusOfTwoRecordings() throws IOException {
        Files.writeString(directory.resolve("manifest.csv"), """
                path,role,label,split,duration_s
                beep.flac,event,beep,train,1.0
                rain.flac,background,rain,train,2.0
                """);
        FlacWriter.write(directory.resolve("beep.flac"), 16_000, tone(440, 16_000));
        FlacWriter.write(directory.resolve("rain.flac"), 16_000, tone(50, 32_000));
    }

    @Test
    void shouldWriteADataSetOfMixtures() throws IOException {
        int exit = mix("--clips", "3");

        assertThat(exit).as(errors.toString()).isZero();
        assertThat(directory.resolve("out/audio/00002.flac")).exists();
        assertThat(Files.readAllLines(directory.resolve("out/tags.csv"))).hasSize(4);
        assertThat(Files.readString(directory.resolve("out/dataset.json")))
                .contains("\"style\":\"field\"", "\"split\":\"train\"", "\"seed\":7", "\"labels\":[\"beep\"]");
    }

    @Test
    void shouldWriteBackgroundsWithoutEvents() throws IOException {
        int exit = mix("--clips", "4", "--style", "background");

        assertThat(exit).as(errors.toString()).isZero();
        assertThat(Files.readAllLines(directory.resolve("out/events.tsv"))).hasSize(1);
    }

    @Test
    void shouldWriteFeaturesInsteadOfAudio() {
        int exit = mix("--clips", "2", "--features-only");

        assertThat(exit).as(errors.toString()).isZero();
        assertThat(directory.resolve("out/audio")).doesNotExist();
        assertThat(directory.resolve("out").toFile().list()).anyMatch(name -> name.endsWith(".f16"));
    }

    @Test
    void shouldDrawTheFirstMixtures() {
        int exit = mix("--clips", "3", "--features-only", "--pictures", "2");

        assertThat(exit).as(errors.toString()).isZero();
        assertThat(directory.resolve("out/pictures").toFile().list())
                .containsExactlyInAnyOrder("00000.png", "00001.png");
    }

    @Test
    void shouldTakeConditionsOfFieldStyleMixtures() throws IOException {
        int exit = mix("--clips", "2", "--set", "mix.room.share=1", "--set", "mix.weight.games=0.3");

        assertThat(exit).as(errors.toString()).isZero();
        assertThat(Files.readString(directory.resolve("out/dataset.json")))
                .contains("roomShare=1.0", "weights={games=0.3}");
        assertThat(mix("--clips", "1", "--set", "mix.rooms=1")).isEqualTo(2);
        assertThat(errors.toString()).contains("mix.rooms: unknown for field-style mixtures");
        assertThat(mix("--clips", "2", "--set", "mix.draw=file", "--set", "mix.weight.games=0.3"))
                .isEqualTo(2);
        assertThat(errors.toString())
                .contains("--set mix.weight.games: weighs sources, but these mixtures draw by file");
    }

    @Test
    void shouldLearnFromValidationRecordingsWhereAsked() throws IOException {
        Files.copy(directory.resolve("beep.flac"), directory.resolve("buzz.flac"));
        Files.writeString(
                directory.resolve("manifest.csv"),
                Files.readString(directory.resolve("manifest.csv")) + "buzz.flac,event,buzz,validation,1.0\n");

        int exit = mix("--clips", "12", "--cross-fit", "all");

        assertThat(exit).as(errors.toString()).isZero();
        assertThat(Files.readString(directory.resolve("out/dataset.json"))).contains("\"cross_fit\":\"all\"");
        assertThat(Files.readString(directory.resolve("out/events.tsv"))).contains("buzz");
        assertThat(mix("--clips", "1", "--cross-fit", "2/2")).isEqualTo(2);
    }

    @Test
    void shouldRefuseSettingsThatCannotWork() {
        assertThat(mix("--clips", "0")).isEqualTo(2);
        assertThat(mix("--clips", "1", "--snr", "loud")).isEqualTo(2);
        assertThat(mix("--clips", "1", "--style", "paper", "--set", "mix.other=1"))
                .isEqualTo(2);
        assertThat(mix("--clips", "1", "--sounds", "x")).isEqualTo(2);
        assertThat(errors.toString())
                .contains("--clips must be at least 1", "expected A..B", "mix.other: unknown", "give either");
    }

    @Test
    void shouldLeaveOutBrokenRecordingsWhereAsked() throws IOException {
        Files.writeString(
                directory.resolve("manifest.csv"),
                Files.readString(directory.resolve("manifest.csv")) + "broken.flac,event,beep,train,1.0\n");
        Files.writeString(directory.resolve("broken.flac"), "fLaC?");

        int stopped = mix("--clips", "2");
        int exit = mix("--clips", "2", "--skip-broken");

        assertThat(stopped).isEqualTo(5);
        assertThat(errors.toString()).contains("broken.flac", "--skip-broken");
        assertThat(exit).as(errors.toString()).isZero();
        assertThat(Files.readString(directory.resolve("out/dataset.json"))).contains("\"left_out\":1");
    }

    @Test
    void shouldEndWithFiveForMissingData() throws IOException {
        Files.delete(directory.resolve("rain.flac"));

        assertThat(mix("--clips", "1")).isEqualTo(5);
        assertThat(errors.toString()).contains("rain.flac (missing)");
    }

    private int mix(String... more) {
        List<String> args =
                new ArrayList<>(List.of("mix", "--corpus", directory.toString(), "--split", "train", "--seed", "7"));
        args.addAll(List.of("--output", directory.resolve("out").toString()));
        args.addAll(List.of(more));
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(errors, true));
        return line.execute(args.toArray(String[]::new));
    }

    private static float[] tone(double hz, int samples) {
        float[] x = new float[samples];
        for (int n = 0; n < samples; n++) {
            x[n] = (float) (0.5 * Math.sin(2 * Math.PI * hz * n / 16_000));
        }
        return x;
    }
}
