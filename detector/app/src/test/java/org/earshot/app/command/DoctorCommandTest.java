package org.earshot.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.earshot.app.Main;
import org.earshot.core.files.ExitCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code run} refuses before it needs a broker; nothing listens at the address. */
class DoctorCommandTest {
    @TempDir
    private Path folder;

    @Test
    void shouldBeRedWhereRunRefuses() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        String all = doctor(
                "streams.main.consumer.max.poll.records=many",
                "streams.state.dir=" + file.resolve("state"),
                "earshot.http.bind=0.0.0.0",
                "earshot.evidence=full",
                "kafka.schema.registry.url=registry:8081");

        assertThat(all.lines().filter(line -> line.startsWith("RED")))
                .anyMatch(line -> line.startsWith("RED  clients") && line.contains("max.poll.records"))
                .anyMatch(line -> line.startsWith("RED  state") && line.contains("streams.state.dir"))
                .anyMatch(line -> line.startsWith("RED  http") && line.contains("needs a token"))
                .anyMatch(line -> line.startsWith("RED  evidence") && line.contains("earshot.evidence.store"))
                .anyMatch(line -> line.startsWith("RED  registry") && line.contains("must be http://HOST"));
    }

    @Test
    void shouldBeWellWithDefaults() {
        String all = doctor("streams.state.dir=" + folder.resolve("a/b"));

        assertThat(all.lines().filter(line -> line.startsWith("RED")).map(line -> line.split("\\s+")[1]))
                .containsExactly("broker", "permissions", "topics");
        assertThat(folder.resolve("a")).doesNotExist();
    }

    private static String doctor(String... settings) {
        StringWriter out = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of("doctor", "--bootstrap-servers", "127.0.0.1:1"));
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        arguments.addAll(List.of("--set", "earshot.model=tiny", "--set", "earshot.device=cpu"));
        int code = Main.commandLine().setOut(new PrintWriter(out)).execute(arguments.toArray(String[]::new));
        assertThat(code).isEqualTo(ExitCodes.USAGE);
        return out.toString();
    }
}
