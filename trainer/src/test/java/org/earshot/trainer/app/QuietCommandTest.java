package org.earshot.trainer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.earshot.trainer.export.TinyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class QuietCommandTest {
    @TempDir
    Path folder;

    @Test
    void shouldSpareMoreTheWiderTheMargin() throws IOException {
        Path model = Files.write(folder.resolve("tiny.onnx"), TinyModel.streaming(1));
        Path data = TestDataSet.write(folder.resolve("data"));
        Path plot = folder.resolve("quiet.png");
        StringWriter out = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));

        int code = line.execute(
                "quiet", "--model=" + model, "--data=" + data, "--margins=2,15", "--rounds=2", "--plot=" + plot);

        List<String[]> rows = out.toString()
                .lines()
                .skip(2)
                .filter(row -> !row.isBlank())
                .map(row -> row.split("\\|"))
                .toList();
        assertThat(code).isZero();
        assertThat(rows).hasSize(3);
        assertThat(rows.get(0)[1].trim()).isEqualTo("off");
        assertThat(share(rows.get(0))).isZero();
        assertThat(share(rows.get(2))).isGreaterThan(share(rows.get(1))).isGreaterThan(20);
        assertThat(rows).allMatch(row -> row[3].trim().endsWith("of 6"));
        assertThat(plot).isNotEmptyFile();
    }

    private static double share(String[] row) {
        return Double.parseDouble(row[2].replace('%', ' ').trim());
    }
}
