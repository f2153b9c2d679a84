package org.earshot.trainer.app;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.earshot.trainer.experiment.Experiment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Every table and figure on eight clips and networks of two channels. */
@Tag("integration")
class ExperimentCommandTest {
    private static final List<String> MINIATURE = List.of(
            "network.channels=2,2,2,2",
            "attention.channels=2",
            "attention.features=4",
            "attention.units=3",
            "talnet.channels=2,2,2,2,2",
            "talnet.units=3",
            "train.clipSteps=1");

    @TempDir
    private static Path shared;

    private static Path data;
    /** Experiments share their runs, as they do for a person who names one folder for all. */
    private static Path output;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void makeData() throws IOException {
        data = TestDataSet.write(shared.resolve("data"));
        output = shared.resolve("results");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "table4",
                "table5",
                "table6",
                "table7",
                "table8",
                "figure4",
                "figure5",
                "figure6",
                "frame-weighting",
                "dilation"
            })
    void shouldFillEveryRowAndDrawEveryPicture(String name) throws IOException {
        int code = run(name, output, "1");

        assertThat(err.toString()).doesNotContain("experiment:");
        assertThat(code).as(err.toString()).isZero();
        String table = Files.readString(output.resolve(name + ".md"));
        assertThat(out.toString()).isEqualTo(table);
        Experiment experiment = Experiment.named(name);
        for (var variant : experiment.variants()) {
            assertThat(table).contains("| " + variant.name() + " | 1 |");
        }
        List<Path> pictures = pictures(name);
        assertThat(pictures).hasSizeGreaterThanOrEqualTo(experiment.figures().size());
        for (Path picture : pictures) {
            assertThat(ImageIO.read(picture.toFile()).getWidth()).isEqualTo(2000);
        }
    }

    @Test
    void shouldTuneTheGatesOnClipsThatItDoesNotLearnFrom() throws IOException {
        run("table8", output, "1");

        String table = Files.readString(output.resolve("table8.md"));
        assertThat(table).contains("1-s ER, pooled");
        // What weighs the frames of the attention network is not in its file.
        assertThat(table.lines().filter(line -> line.startsWith("| Attention")).findFirst())
                .hasValueSatisfying(row -> assertThat(row).endsWith("| - | - |"));
        assertThat(Files.readString(output.resolve("runs.jsonl"))).contains("segment_pool.micro_f1");
    }

    @Test
    void shouldDoOnlyWhatIsNotDoneYet() throws IOException {
        assertThat(run("figure5", folder, "1,2")).isZero();
        List<String> results = Files.readAllLines(folder.resolve("runs.jsonl"));
        assertThat(results).hasSize(2);
        // A process that was killed while it wrote the second line.
        Files.writeString(
                folder.resolve("runs.jsonl"),
                results.get(0) + "\n" + results.get(1).substring(0, 40));

        assertThat(run("figure5", folder, "1,2,3")).isZero();

        List<String> after = Files.readAllLines(folder.resolve("runs.jsonl"));
        assertThat(after).hasSize(3);
        assertThat(after.get(0)).isEqualTo(results.get(0));
        // Measured again on the same weights.
        assertThat(after.get(1)).isEqualTo(results.get(1));
    }

    @Test
    void shouldMeasureAgainOnAnotherTestSet() throws IOException {
        Path first = TestDataSet.write(folder.resolve("one/test"));
        Path second = TestDataSet.write(folder.resolve("two/test"));
        Path third = TestDataSet.write(folder.resolve("two/other"));
        String[] sets = {"{\"seed\":1}", "{\"seed\":2}", "{\"seed\":2}"};
        Path results = folder.resolve("results");
        int i = 0;
        for (Path set : List.of(first, second, third)) {
            String described = sets[i++].replace("}", ",\"corpus_sha256\":\"c0ffee\",\"labels\":[]}");
            Files.writeString(set.resolve("dataset.json"), described);
            assertThat(run("table4", results, "1", "--only", "VGG-GAP", "--test", set.toString()))
                    .isZero();
            assertThat(Files.readAllLines(results.resolve("runs.jsonl"))).hasSize(i);
        }

        assertThat(run("table4", results, "1", "--only", "VGG-GAP", "--test", first.toString()))
                .isZero();

        assertThat(Files.readAllLines(results.resolve("runs.jsonl")))
                .hasSize(3)
                .element(2, as(STRING))
                .contains("test_set=other, test_seed=2, test_corpus_sha256=c0ffee");
    }

    @Test
    void shouldRefuseFoldsThatItWouldNotHoldOut() throws IOException {
        assertThat(run("table4", folder, "1", "--folds", "1")).isEqualTo(2);
        assertThat(err.toString()).contains("experiment: give either --test or --folds");
        Path folds = TestDataSet.write(folder.resolve("folds"));
        List<String> rows = new ArrayList<>();
        for (String row : Files.readAllLines(folds.resolve("tags.csv"))) {
            rows.add(row + (rows.isEmpty() ? ",fold" : "," + (1 + rows.size() % 2)));
        }
        Files.write(folds.resolve("tags.csv"), rows);

        List<String> args = List.of("experiment", "table4", "--data", folds.toString(), "--folds", "1,3", "--output");
        CommandLine line = Main.commandLine().setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(args);
        all.add(folder.toString());
        assertThat(line.execute(all.toArray(String[]::new))).isEqualTo(2);
        assertThat(err.toString()).contains("has the folds [1, 2]");
    }

    @Test
    void shouldReportWhatIsDoneWithoutTraining() throws IOException {
        assertThat(run("table4", folder, "1", "--only", "VGG-GAP")).isZero();
        Files.delete(folder.resolve("table4.md"));

        assertThat(run("table4,figure4", folder, "1,2", "--report-only")).isZero();

        assertThat(Files.readAllLines(folder.resolve("runs.jsonl"))).hasSize(1);
        assertThat(Files.readString(folder.resolve("table4.md")))
                .contains("| VGG-GAP | 1 |")
                .doesNotContain("VGG-FAP | 1");
        assertThat(out.toString()).contains("# table4", "# figure4");
    }

    private static List<Path> pictures(String name) throws IOException {
        try (var files = Files.list(output)) {
            return files.filter(f -> f.getFileName().toString().matches(name + "-.*\\.png"))
                    .toList();
        }
    }

    private int run(String name, Path to, String seeds, String... more) {
        List<String> args = new ArrayList<>(List.of("experiment", name, "--scale", "small", "--seeds", seeds));
        args.addAll(List.of("--data", data.toString(), "--output", to.toString()));
        if (!List.of(more).contains("--test")) {
            args.addAll(List.of("--test", data.toString()));
        }
        MINIATURE.forEach(value -> args.addAll(List.of("--set", value)));
        args.addAll(List.of(more));
        out.getBuffer().setLength(0);
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(args.toArray(String[]::new));
    }
}
