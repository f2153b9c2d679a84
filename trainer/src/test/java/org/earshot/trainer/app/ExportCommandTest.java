package org.earshot.trainer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.earshot.core.model.ModelFile;
import org.earshot.trainer.train.RunClips;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Tag("integration")
class ExportCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter errors = new StringWriter();
    private Path data;
    private Path run;
    private Path output;

    @BeforeEach
    void train() throws IOException {
        data = TestDataSet.write(folder.resolve("data"));
        run = folder.resolve("run");
        output = folder.resolve("m.onnx");
        List<String> args = new ArrayList<>(List.of("train", "--data", data.toString(), "--output", run.toString()));
        args.addAll(List.of("--validation", data.toString(), "--set", "train.clipSteps=4"));
        args.addAll(List.of("--set", "validate.clips=2", "--set", "network.channels=2,3"));
        assertThat(run(args)).isZero();
    }

    @Test
    void shouldLeaveAModelAloneUntilTheNewOneIsWhole() throws IOException {
        Files.writeString(output, "the model of last week");
        new RunClips(data.toString(), data + "#fold1").write(run);

        assertThat(run(List.of("export", "--run", run.toString(), "--output", output.toString())))
                .isEqualTo(2);

        assertThat(errors.toString()).contains("has no column fold");
        assertThat(output).hasContent("the model of last week");
    }

    @Test
    void shouldTakeClipsInTheFormThatTrainTakes() throws IOException {
        List<String> rows = new ArrayList<>();
        for (String row : Files.readAllLines(data.resolve("tags.csv"))) {
            rows.add(row + (rows.isEmpty() ? ",fold" : rows.size() < 5 ? ",1" : ",2"));
        }
        Files.write(data.resolve("tags.csv"), rows);
        List<String> args = new ArrayList<>(List.of("export", "--run", run.toString(), "--output", output.toString()));
        args.addAll(List.of("--thresholds", "paper", "--precision", "int8", "--data", data + "#not-fold2"));

        assertThat(run(args)).isZero();

        assertThat(errors.toString()).contains("on 4 clips");
        assertThat(ModelFile.read(output).manifest().precision()).isEqualTo("int8");
        args.addAll(List.of("--calibration-clips", "0"));
        assertThat(run(args)).isEqualTo(2);
        assertThat(errors.toString()).contains("--calibration-clips must be at least 1");
    }

    private int run(List<String> args) {
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(errors, true));
        return line.execute(args.toArray(String[]::new));
    }
}
