package org.earshot.trainer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.earshot.core.files.ExitCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DescribeCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource({"ddc, fap, 290985", "vgg, gwrp, 587593", "attention, fap, 1279442"})
    void shouldEndWithTheNumberOfParameters(String network, String pooling, long expected) {
        int code = run("describe", "--network", network, "--pooling", pooling, "--labels", "41");

        assertThat(code).isEqualTo(ExitCodes.OK);
        assertThat(out.toString().stripTrailing().lines().reduce((a, b) -> b)).contains("parameters " + expected);
    }

    @Test
    void shouldNameANetworkThatDoesNotExist() {
        int code = run("describe", "--network", "resnet", "--labels", "41");

        assertThat(code).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("resnet").hasLineCount(1);
    }

    private int run(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(arguments);
    }
}
