package org.earshot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a shell proposes after the name of the program, asked of bash itself. */
@Tag("integration")
class CompletionTest {
    @Test
    void shouldProposeCommandsAndOptions() throws Exception {
        assertThat(proposals("earshot", "ev")).containsExactly("events");
        assertThat(proposals("earshot", "events", "--fr")).containsExactly("--from-beginning");
        assertThat(proposals("earshot", "bridge", "mqtt", "--audio-t")).containsExactly("--audio-topic");
    }

    private static String[] proposals(String... words) throws Exception {
        StringWriter script = new StringWriter();
        assertThat(Main.commandLine().setOut(new PrintWriter(script)).execute("generate-completion"))
                .isZero();
        Process bash = new ProcessBuilder("bash", "-s", "--", String.join(" ", words))
                .redirectErrorStream(true)
                .start();
        try (var input = bash.outputWriter(StandardCharsets.UTF_8)) {
            input.write(script + """

                    compopt() { :; }  # of a shell that somebody types into
                    COMP_WORDS=($1); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE=$1; COMP_POINT=${#1}
                    _complete_earshot
                    printf '%s\\n' "${COMPREPLY[@]}"
                    """);
        }
        return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip()
                .split("\\s+");
    }
}
