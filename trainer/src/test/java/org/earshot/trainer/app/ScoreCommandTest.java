package org.earshot.trainer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ScoreCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path reference;
    private Path estimated;

    @BeforeEach
    void writeLists() throws IOException {
        reference = write("ref.tsv", "a.wav\t0\t2\tdog\nb.wav\t\t\t\n");
        estimated = write("est.tsv", "audio/a.wav\t0.1\t2.1\tdog\naudio/b.wav\t3\t4\tdog\n");
    }

    @Test
    void shouldPrintEventAndSegmentMeasures() throws IOException {
        int code = run("score", "--reference", reference.toString(), "--estimated", estimated.toString());

        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(code).isZero();
        assertThat(json.at("/files").asInt()).isEqualTo(2);
        assertThat(json.at("/event/micro/f1").asDouble()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(json.at("/event/macro/error_rate").asDouble()).isEqualTo(1);
        assertThat(json.at("/event/micro/substitution").asDouble()).isZero();
        assertThat(json.at("/event/macro/substitution").isMissingNode()).isTrue();
        assertThat(json.at("/segment/labels/dog/recall").asDouble()).isEqualTo(1);
        assertThat(json.at("/segment/labels/dog/precision").asDouble()).isEqualTo(0.5);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldScoreTheLabelsAskedForByEveryMeasure() throws IOException {
        reference = write("two.tsv", "a.wav\t0\t2\tdog\nb.wav\t0\t2\tcat\n");
        Path durations = write("dur.tsv", "filename\tduration\na.wav\t10\nb.wav\t10\n");
        estimated = write("one.tsv", "a.wav\t0.1\t2.1\tdog\nb.wav\t0\t2\tbird\n");

        int code = run(
                "score",
                "--reference",
                reference.toString(),
                "--estimated",
                estimated.toString(),
                "--durations",
                durations.toString(),
                "--psds",
                "--labels",
                "dog,dgo");

        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(code).isZero();
        assertThat(json.at("/files").asInt()).isEqualTo(2);
        assertThat(json.at("/tagging/f1").asDouble()).isEqualTo(1);
        assertThat(json.at("/psds").asDouble()).isEqualTo(1);
        assertThat(json.at("/event/micro/f1").asDouble()).isEqualTo(1);
        assertThat(err.toString()).contains("--labels: no event of any list has [dgo]");
    }

    @Test
    void shouldPrintThePolyphonicSoundDetectionScore() throws IOException {
        Path durations = write("dur.tsv", "filename\tduration\na.wav\t10\nb.wav\t10\n");
        Path points = Files.createDirectory(folder.resolve("points"));
        Files.writeString(points.resolve("0.5.tsv"), "a.wav\t0.1\t2.1\tdog\n");

        int code = run(
                "score",
                "--reference",
                reference.toString(),
                "--psds",
                "--durations",
                durations.toString(),
                "--operating-points",
                points.toString());

        assertThat(code).isZero();
        assertThat(new ObjectMapper().readTree(out.toString()).at("/psds").asDouble())
                .isEqualTo(1);
    }

    @Test
    void shouldPrintTheScenariosOfTheChallenge() throws IOException {
        Path durations = write("dur.tsv", "filename\tduration\na.wav\t1800\nb.wav\t1800\n");

        int code = run(
                "score",
                "--reference",
                reference.toString(),
                "--estimated",
                estimated.toString(),
                "--durations",
                durations.toString(),
                "--psds-preset",
                "psds1,psds2,dcase2020");

        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(code).isZero();
        // One label, its event found, one false alarm in an hour.
        assertThat(json.at("/psds1").asDouble()).isCloseTo(0.99, within(1e-12));
        assertThat(json.at("/psds2").asDouble()).isCloseTo(0.99, within(1e-12));
        assertThat(json.at("/psds_dcase2020").asDouble()).isCloseTo(0.99, within(1e-12));
        assertThat(json.at("/psds").isMissingNode()).isTrue();
    }

    @Test
    void shouldKeepThePathsOfEveryListWhereOneNeedsThem() throws IOException {
        reference = write("ref.tsv", "day1/001.wav\t0\t2\tdog\nday2/001.wav\t\t\t\n");
        // Alone, this list could do without its folder.
        estimated = write("est.tsv", "day1/001.wav\t0.1\t2.1\tdog\n");
        Path durations = write("dur.tsv", "filename\tduration\nday1/001.wav\t10\nday2/001.wav\t20\n");
        Path points = Files.createDirectory(folder.resolve("points"));
        Files.copy(estimated, points.resolve("0.5.tsv"));

        int code = run(
                "score",
                "--reference",
                reference.toString(),
                "--estimated",
                estimated.toString(),
                "--durations",
                durations.toString(),
                "--psds",
                "--operating-points",
                points.toString());

        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(json.at("/files").asInt()).isEqualTo(2);
        assertThat(json.at("/event/micro/f1").asDouble()).isEqualTo(1);
        assertThat(json.at("/psds").asDouble()).isEqualTo(1);
    }

    @Test
    void shouldSweepTheCollar() throws IOException {
        int code = run(
                "score",
                "--reference",
                reference.toString(),
                "--estimated",
                estimated.toString(),
                "--collar-sweep",
                "0.05,0.2");

        JsonNode sweep = new ObjectMapper().readTree(out.toString()).at("/collar_sweep");
        assertThat(code).isZero();
        // The onset is 0.1 s late.
        assertThat(sweep.at("/0/micro_f1").asDouble()).isZero();
        assertThat(sweep.at("/1/collar").asDouble()).isEqualTo(0.2);
        assertThat(sweep.at("/1/micro_f1").asDouble()).isCloseTo(2 / 3.0, within(1e-12));
    }

    @Test
    void shouldDrawTheSameIntervalsFromTheSameSeed() throws IOException {
        String[] args = {
            "score", "--reference", reference.toString(), "--estimated", estimated.toString(), "--bootstrap", "200"
        };

        run(args);
        String first = out.toString();
        out.getBuffer().setLength(0);
        run(args);

        assertThat(out.toString()).isEqualTo(first);
        JsonNode interval = new ObjectMapper().readTree(first).at("/intervals_95/segment.micro.f1");
        // Twice a: two of three segments are true. Both: two of four. Twice b has nothing to find and no F1.
        assertThat(interval.get(0).asDouble()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(interval.get(1).asDouble()).isCloseTo(0.8, within(1e-12));
    }

    @Test
    void shouldPrintTables() throws IOException {
        Path durations = write("dur.tsv", "filename\tduration\na.wav\t1800\nb.wav\t1800\n");

        int code = run(
                "score",
                "--reference",
                reference.toString(),
                "--estimated",
                estimated.toString(),
                "--durations",
                durations.toString(),
                "--psds-preset",
                "psds1",
                "--collar-sweep",
                "0.2",
                "--bootstrap",
                "50",
                "--format",
                "table");

        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("| dog | 0.667 | 0.500 | 1.000 | 1.000 | 0.000 | 1.000 | 1 | 2 |")
                .contains("| psds1 | 0.990 |")
                .contains("| 0.2 | 0.667 | 0.667 | 1.000 |")
                .contains("| event.macro.f1 |", "| psds1 | 0.");
    }

    @Test
    void shouldSayWhichLineIsWrong() throws IOException {
        Path broken = write("broken.tsv", "a.wav\t0\t2\tdog\na.wav\t3\n");

        int code = run("score", "--reference", reference.toString(), "--estimated", broken.toString());

        assertThat(code).isEqualTo(5);
        assertThat(err.toString()).contains("broken.tsv, line 2").hasLineCount(1);
    }

    @Test
    void shouldSayWhichFilesAreLeftOut() throws IOException {
        Path others = write("others.tsv", "c.wav\t0\t2\tdog\n");

        int code = run("score", "--reference", reference.toString(), "--estimated", others.toString());

        assertThat(code).isZero();
        assertThat(err.toString()).contains("c.wav");
    }

    @Test
    void shouldRefuseToRunWithoutEstimates() {
        assertThat(run("score", "--reference", reference.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("--estimated");
    }

    @Test
    void shouldSayWhatIsWrongOnTheCommandLineWithoutThePageOfHelp() {
        assertThat(run("score", "--reference", "x.tsv", "--psds-preset", "psds9"))
                .isEqualTo(2);

        assertThat(err.toString().lines()).hasSize(2);
        assertThat(err.toString()).contains("psds9", "earshot-trainer score --help");
    }

    private int run(String... args) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(args);
    }

    private Path write(String name, String rows) throws IOException {
        String header = rows.startsWith("filename") ? "" : "filename\tonset\toffset\tevent_label\n";
        // Without header where the file shall have an error on a known line.
        return Files.writeString(folder.resolve(name), name.startsWith("broken") ? rows : header + rows);
    }
}
