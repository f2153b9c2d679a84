package org.earshot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts that start the programs, with a virtual machine in their place that only says which locale it was given. */
@Tag("integration")
class LauncherTest {
    private static final String DETECTOR = "src/main/dist/earshot";
    private static final String TRAINER = "../../trainer/src/main/dist/earshot-trainer";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {DETECTOR, TRAINER})
    void shouldStartWhereFileNamesAreInUnicodeWhateverTheLocale(String script) throws Exception {
        for (Map<String, String> locale : new Map[] {
            Map.of(),
            Map.of("LANG", "C"),
            Map.of("LC_ALL", "POSIX"),
            Map.of("LANG", "xx_XX.UTF-8"),
            Map.of("LC_CTYPE", "C")
        }) {
            assertThat(start(script, locale, System.getenv("PATH")))
                    .as("%s", locale)
                    .isEqualTo("LC_ALL=C.UTF-8");
        }
        assertThat(start(script, Map.of("LC_ALL", "C.UTF-8", "LANG", "C"), System.getenv("PATH")))
                .isEqualTo("LC_ALL=C.UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {DETECTOR, TRAINER})
    void shouldLeaveALocaleThatIsNotPlainAsciiAsItIs(String script) throws Exception {
        assertThat(start(script, Map.of("LANG", "C.UTF-8"), System.getenv("PATH")))
                .isEqualTo("LC_ALL=");
    }

    @ParameterizedTest
    @ValueSource(strings = {DETECTOR, TRAINER})
    void shouldDoSoWithoutTheProgramThatTellsOfLocales(String script) throws Exception {
        Path few = Files.createDirectories(folder.resolve("few"));
        for (String tool : new String[] {"dirname", "readlink"}) {
            Files.writeString(few.resolve(tool), "#!/bin/sh\nPATH=/usr/bin:/bin exec " + tool + " \"$@\"\n");
            executable(few.resolve(tool));
        }

        assertThat(start(script, Map.of(), few.toString())).isEqualTo("LC_ALL=C.UTF-8");
        assertThat(start(script, Map.of("LANG", "de_DE.UTF-8"), few.toString())).isEqualTo("LC_ALL=");
    }

    private String start(String script, Map<String, String> locale, String path) throws Exception {
        Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho \"LC_ALL=${LC_ALL:-}\"\n");
        executable(java);
        var builder = new ProcessBuilder("/bin/sh", script).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(locale);
        builder.environment().put("PATH", path);
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said.strip();
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
