package org.earshot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.earshot.core.Documents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents tell people to type is what the program takes. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Path RECORDINGS = Path.of("src/main/resources/org/earshot/demo");
    /** The part before the anchor of a link that does not leave the project. */
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)[)#]");

    private static final Pattern RECORDING = Pattern.compile("(?<= )audio/(\\w+\\.flac)");

    static List<Path> documents() throws IOException {
        return Documents.in(ROOT);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void shouldNameOnlyCommandsAndOptionsThatThereAre(Path document) throws IOException {
        for (String command : Documents.commands(document, "earshot")) {
            assertThatCode(() -> Main.commandLine().parseArgs(command.split("\\s+")))
                    .as(command)
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void shouldLinkOnlyToWhatIsThere(Path document) throws IOException {
        List<Path> targets = LINK.matcher(Files.readString(document))
                .results()
                .map(found -> document.resolveSibling(found.group(1)))
                .toList();

        assertThat(targets).allSatisfy(target -> assertThat(target).exists());
    }

    @Test
    void shouldFindTheCommandsOfTheReadme() throws IOException {
        assertThat(Documents.commands(ROOT.resolve("README.md"), "earshot"))
                .contains("run", "events --from-beginning --format table")
                .hasSizeGreaterThan(8);
    }

    @Test
    void shouldUseRecordingsThatAreThere() throws IOException {
        List<String> recordings = RECORDING
                .matcher(Files.readString(ROOT.resolve("README.md")))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();

        assertThat(recordings)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(RECORDINGS.resolve(name)).exists());
    }
}
