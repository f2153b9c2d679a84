package org.earshot.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The documents of the project, seen from the folder of a module, and the commands in them that people copy. */
public final class Documents {
    private Documents() {}

    /** @param root the project's folder */
    public static List<Path> in(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String folder : List.of("", "docs", "deploy", "trainer")) {
            try (Stream<Path> files = Files.list(root.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(found::add);
            }
        }
        return found;
    }

    /**
     * The arguments of a program wherever it has a line of its own, up to a comment, a wide gap, a pipe or a redirection; a
     * backslash at the end of a line joins the next, and brackets around what may be left out are passed over.
     */
    public static List<String> commands(Path document, String program) throws IOException {
        Pattern line = Pattern.compile("(?m)^ {0,4}" + Pattern.quote(program) + " ((?:[^#|>\n\\\\]|\\\\\n)+)");
        return line.matcher(Files.readString(document).replaceAll("[\\[\\]]", ""))
                .results()
                .map(found ->
                        found.group(1).replaceAll("\\\\\n\\s*", "").strip().split(" {3,}")[0])
                .toList();
    }
}
