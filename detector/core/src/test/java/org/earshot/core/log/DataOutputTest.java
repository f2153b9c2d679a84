package org.earshot.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DataOutputTest {
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    @AfterEach
    void restore() {
        System.setOut(out);
        System.setErr(err);
    }

    @Test
    void shouldSendWhatLibrariesPrintToStandardError() {
        var data = new ByteArrayOutputStream();
        var noise = new ByteArrayOutputStream();
        System.setOut(new PrintStream(data, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(noise, true, StandardCharsets.UTF_8));

        PrintWriter output = DataOutput.take();
        System.out.println("Running verbatim");
        output.println("übung.wav\t0.5");

        assertThat(data.toString(StandardCharsets.UTF_8)).isEqualTo("übung.wav\t0.5" + System.lineSeparator());
        assertThat(noise.toString(StandardCharsets.UTF_8)).isEqualTo("Running verbatim" + System.lineSeparator());
    }
}
