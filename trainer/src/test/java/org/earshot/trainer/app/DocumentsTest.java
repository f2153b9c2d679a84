package org.earshot.trainer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.earshot.core.Documents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents tell people to type is what the trainer takes. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..");

    static List<Path> documents() throws IOException {
        return Documents.in(ROOT);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void shouldNameOnlyCommandsAndOptionsThatThereAre(Path document) throws IOException {
        for (String command : Documents.commands(document, "earshot-trainer")) {
            assertThatCode(() -> Main.commandLine().parseArgs(command.split("\\s+")))
                    .as(command)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void shouldFindTheCommandsOfTheReadme() throws IOException {
        assertThat(Documents.commands(ROOT.resolve("README.md"), "earshot-trainer"))
                .hasSizeGreaterThan(5)
                .anyMatch(command -> command.startsWith("train --data mydata"));
    }
}
