package org.earshot.trainer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.earshot.trainer.export.TinyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CardCommandTest {
    @TempDir
    Path folder;

    @Test
    void shouldWriteACardWithItsPicturesAndFigures() throws IOException {
        Path model = Files.write(folder.resolve("tiny.onnx"), TinyModel.streaming(1));
        Path data = TestDataSet.write(folder.resolve("data"));
        Path corpus = Files.createDirectory(folder.resolve("corpus"));
        Files.writeString(corpus.resolve("manifest.csv"), "path,licence\na.flac,CC-BY-NC-3.0\nb.flac,CC0\n");
        Path log = Files.writeString(
                folder.resolve("log.csv"), "step,clip_steps,validation_map\n1,10,\n2,20,0.4\n3,30,0.5\n");
        Path output = folder.resolve("card");

        int code = run(
                "card",
                "--model",
                model.toString(),
                "--data",
                data.toString(),
                "--also",
                "tones again=" + data,
                "--conditions",
                "gain=-10",
                "--twin",
                model.toString(),
                "--beside",
                Files.write(folder.resolve("other.onnx"), TinyModel.streaming(2))
                        .toString(),
                "--corpus",
                corpus.toString(),
                "--history",
                log.toString(),
                "--bootstrap",
                "20",
                "--output",
                output.toString());

        assertThat(code).isZero();
        String card = Files.readString(output.resolve("tiny.md"));
        assertThat(card)
                .contains(
                        "# Model card: tiny 1",
                        "## Use and misuse",
                        "**Non-commercial.**",
                        "| CC-BY-NC-3.0 | 1 |",
                        "| tones again | 8 |",
                        "the test set, gain=-10",
                        "| this one, fp32 |",
                        "| tiny 1 |",
                        "fp32 reports",
                        "misses 0 and reports 0 others",
                        "## By source of the sounds",
                        "| unnamed |",
                        "## False alarms",
                        "How they were chosen is not recorded",
                        "## Known confusions",
                        "(tiny-confusion.png)",
                        "random weights; hears nothing")
                .doesNotContain("NaN", "null");
        for (String picture : new String[] {"confusion", "scores", "validation"}) {
            assertThat(ImageIO.read(output.resolve("tiny-" + picture + ".png").toFile())
                            .getWidth())
                    .isGreaterThan(200);
        }
        assertThat(output.resolve("tiny.json")).content().contains("intervals_95");
    }

    private static int run(String... args) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(new StringWriter()));
        return line.execute(args);
    }
}
