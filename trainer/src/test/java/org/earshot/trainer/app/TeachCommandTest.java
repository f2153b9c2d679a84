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
                .contains("# chirp, taught to tiny", "| 10 dB |", "## False alarms", "--label chirp", "SHA-256")
                .containsPattern("\\| \\S+\\.(wav|flac) at 0:[0-5][0-9] \\| 0\\.");
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

    /** The folder as the detector writes it, the lines as the page writes them. */
    @Test
    void shouldLearnFromWhatPeopleSaidOfEvents() throws IOException {
        Path evidence = folder.resolve("evidence");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            // Five chirps that were taken for something else and put right, and one that somebody confirmed.
            lines.append(review(evidence, i == 5 ? "chirp" : "high", i, i == 5 ? "true" : "false", "chirp"));
        }
        lines.append(review(evidence, "chirp", 6, "false", ""));
        lines.append(review(evidence, "high", 7, "false", ""));
        lines.append(review(evidence, "chirp", 8, "true", ""));
        lines.append(review(evidence, "chirp", 8, "withdrawn", ""));
        Path reviews = Files.writeString(folder.resolve("reviews.ndjson"), lines);
        Path mine = folder.resolve("mine.onnx");

        int code = run(
                "--model", model, "--label", "chirp", "--reviews", reviews, "--evidence", evidence, "--output", mine);

        assertThat(err.toString()).contains("reviews: 6 examples of chirp, 1 other sounds");
        assertThat(code).isEqualTo(ExitCodes.OK);
        assertThat(folder.resolve("mine.md")).content().contains("6 recordings, ");
    }

    /** An event from 0.5 s on, after a pre-roll that only the start of the capture cuts short. */
    private String review(Path evidence, String label, int i, String verdict, String heard) throws IOException {
        String id = String.format("0000000%d-0000-4000-8000-000000000000", i);
        Path kept = Files.createDirectories(evidence.resolve(label).resolve("yard"));
        if (Files.notExists(kept.resolve(id + ".flac"))) {
            Path sounds = Recordings.chirps(folder.resolve("sounds"), 9);
            Files.copy(sounds.resolve("chirp-" + i + ".flac"), kept.resolve(id + ".flac"));
            Files.write(kept.resolve(id + ".separated.flac"), new byte[] {1});
            Files.write(kept.resolve(id + ".png"), new byte[] {1});
        }
        return String.format(
                "{\"event_id\":\"%s\",\"source_id\":\"yard\",\"label\":\"%s\",\"onset\":\"2026-03-05T10:00:00.5Z\","
                        + "\"offset\":\"2026-03-05T10:00:01.5Z\",\"onset_sample\":8000,\"offset_sample\":24000,"
                        + "\"verdict\":%s%s}%n",
                id,
                label,
                verdict.equals("withdrawn") ? "\"withdrawn\"" : verdict,
                heard.isEmpty() ? "" : ",\"heard\":\"" + heard + "\"");
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
