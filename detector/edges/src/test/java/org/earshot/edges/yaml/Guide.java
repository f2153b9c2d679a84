package org.earshot.edges.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A document of {@code docs/} whose YAML example a program reads. */
public record Guide(String text) {
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    public static Guide read(String name) throws IOException {
        return new Guide(Files.readString(Path.of("..", "..", "docs", name)));
    }

    /** The one example. */
    public String example() {
        List<String> found =
                EXAMPLE.matcher(text).results().map(match -> match.group(1)).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    /** Holds the example and the tables against the keys that a reader of YAML knows. */
    public void requireEveryKey(List<String> keys) {
        assertThat(keys).isNotEmpty();
        String example = example();
        String tables = String.join(
                "\n", text.lines().filter(line -> line.startsWith("|")).toList());
        assertThat(keys).allSatisfy(key -> {
            assertThat(example).containsPattern("\\b" + key + ":");
            assertThat(firstColumns(tables)).contains("`" + key + "`");
        });
    }

    private static String firstColumns(String tables) {
        StringBuilder columns = new StringBuilder();
        for (Matcher m = Pattern.compile("(?m)^\\|([^|]*)\\|").matcher(tables); m.find(); ) {
            columns.append(m.group(1)).append('\n');
        }
        return columns.toString();
    }
}
