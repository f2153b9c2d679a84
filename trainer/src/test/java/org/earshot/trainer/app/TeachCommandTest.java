package org.earshot.trainer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.model.ModelFile;
import org.earshot.trainer.export.TinyModel;
import org.earshot.trainer.teach.scene.Recordings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
class TeachCommandTest {
    @TempDir
    private Path folder;

    private Path model;
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void makeModel() throws IOException {
        model = Files.write(folder.resolve("tiny.onnx"), TinyModel.streaming(TinyModel.SEED));
    }

    @Test
    void shouldTeachALabelAndTakeItOutAgain() throws IOException {
        Path chirps = Recordings.chirps(folder.resolve("chirps"), 4);
        Path place = Recordings.noise(folder.resolve("place"), 60, 0.01, 7);
        Path mine = folder.resolve("mine.onnx");

        int code = run(
                "--model", model, "--label", "chirp", "--examples", chirps, "--background", place, "--output", mine);

        assertThat(err.toString()).contains("only 4 different recordings", "alarms on", "mine.md");
        assertThat(code).isEqualTo(ExitCodes.OK);
        assertThat(ModelFile.read(mine).manifest().labels()).containsExactly("low", "middle", "high", "chirp");
        assertThat(folder.resolve("mine.md"))
                .content()
                .contains("# chirp, taught to tiny", "| 10 dB |", "## False alarms", "--label chirp", "SHA-256");
        Path without = folder.resolve("without.onnx");
        assertThat(run("--model", mine, "--remove", "chirp", "--output", without))
                .isEqualTo(ExitCodes.OK);
        assertThat(ModelFile.read(without).manifest().labels()).containsExactly("low", "middle", "high");
    }

    @Test
    void shouldGiveTheSameModelForTheSameSeed() throws IOException {
        Path chirps = Recordings.chirps(folder.resolve("chirps"), 3);
        Path one = folder.resolve("one.onnx");
        Path two = folder.resolve("two.onnx");

        run("--model", model, "--label", "chirp", "--examples", chirps, "--output", one);
        run("--model", model, "--label", "chirp", "--examples", chirps, "--output", two);

        assertThat(Files.readAllBytes(one)).isEqualTo(Files.readAllBytes(two));
    }

    @Test
    void shouldSayInOneLineWhatIsMissing() {
        assertThat(run("--model", model, "--label", "chirp", "--output", folder.resolve("x.onnx")))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("teach: --label needs --examples").hasLineCount(1);
    }

    private int run(Object... arguments) {
        String[] words = new String[arguments.length + 1];
        words[0] = "teach";
        for (int i = 0; i < arguments.length; i++) {
            words[i + 1] = arguments[i].toString();
        }
        return Main.commandLine().setErr(new PrintWriter(err, true)).execute(words);
    }
}
