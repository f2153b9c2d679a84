package org.earshot.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.earshot.app.Main;
import org.earshot.core.files.ExitCodes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Tag("integration")
class BenchCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldMeasureWhatNeedsNoBroker() throws IOException {
        Path json = folder.resolve("bench.json");
        Path plot = folder.resolve("bench.png");

        int exit = earshot(
                "bench",
                "--model=tiny",
                "--modes=network,pipeline,at_48000,at_44100,sliding",
                "--blocks=1,10",
                "--threads=1",
                "--seconds=1",
                "--json=" + json,
                "--plot=" + plot);

        assertThat(err.toString()).isEmpty();
        assertThat(exit).isEqualTo(ExitCodes.OK);
        JsonNode runs = new ObjectMapper().readTree(json.toFile()).get("runs");
        assertThat(runs).hasSize(12);
        for (JsonNode run : runs) {
            assertThat(run.get("sources_per_core").doubleValue()
                            * run.get("cpu_s_per_audio_s").doubleValue())
                    .isCloseTo(1, within(1e-9));
            assertThat(run.get("cpu_s").doubleValue() / run.get("audio_s").doubleValue())
                    .isCloseTo(run.get("cpu_s_per_audio_s").doubleValue(), within(1e-9));
            assertThat(run.get("rss_mb").doubleValue()).isPositive();
            assertThat(run.get("latency_ms").isNull()).isTrue();
            assertThat(run.get("changelog_ratio").isNull()).isTrue();
        }
        assertThat(runs.findValuesAsText("mode")).contains("network", "pipeline", "at_48000", "at_44100", "sliding");
        assertThat(Files.size(plot)).isPositive();
        assertThat(out.toString().lines()).hasSize(13);
    }

    @Test
    void shouldWatchTheMemoryOfASoak() {
        int exit = earshot("bench", "--soak", "--model=tiny", "--soak-blocks=400");

        assertThat(exit).isEqualTo(ExitCodes.OK);
        assertThat(out.toString()).startsWith("400 blocks in ").contains("steady");
    }

    @Test
    void shouldRefuseASoakOfWhatItWouldNotDo() {
        assertThat(earshot("bench", "--soak", "--model=tiny", "--soak-blocks=8", "--json", "soak.json"))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(earshot("bench", "--soak", "--model=tiny", "--soak-blocks=8", "--precision", "fp32,int8"))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(earshot("bench", "--soak", "--model=tiny", "--soak-blocks=8", "--device", "nonsense"))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString())
                .contains("--json has no effect")
                .contains("fp32,int8")
                .contains("nonsense");
    }

    @Test
    void shouldRefuseNumbersBelowOne() {
        int exit = earshot("bench", "--model=tiny", "--modes=network", "--blocks=0");

        assertThat(exit).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("at least 1");
    }

    @Test
    void shouldTakePercentilesByNearestRank() {
        double[] ascending = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

        assertThat(List.of(
                        LiveSources.percentile(ascending, 0.5),
                        LiveSources.percentile(ascending, 0.95),
                        LiveSources.percentile(ascending, 0.99)))
                .containsExactly(5.0, 10.0, 10.0);
        assertThat(LiveSources.percentile(new double[] {7}, 0.5)).isEqualTo(7);
    }

    private int earshot(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(arguments);
    }
}
