package org.earshot.trainer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.earshot.trainer.export.TinyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CompareCommandTest {
    @TempDir
    Path folder;

    @Test
    void shouldPrintARowForEachModelAndActivity() throws IOException {
        Path one = Files.write(folder.resolve("one.onnx"), TinyModel.streaming(1));
        Path two = Files.write(folder.resolve("two.onnx"), TinyModel.streaming(2));
        Path data = TestDataSet.write(folder.resolve("data"));
        Path json = folder.resolve("all.json");
        StringWriter out = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));

        int code = line.execute(
                "compare",
                "first=" + one,
                "second=" + two,
                "--data",
                data.toString(),
                "--activity",
                "0,15",
                "--tag-frames",
                "52",
                "--json",
                json.toString());

        assertThat(code).isZero();
        assertThat(out.toString())
                .contains(
                        "| first, activity 0 |",
                        "| first, activity 15 |",
                        "| second, activity 15 |",
                        "| second, tags of 52 frames |")
                .doesNotContain("NaN");
        assertThat(json).content().contains("\"second, activity 0\"");
    }
}
