package org.earshot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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

    @Test
    void shouldCollectSeriallyOnOneOrTwoProcessors() throws Exception {
        assumeThat(Path.of("/sys/fs/cgroup/cpu.max")).doesNotExist();

        assertThat(optionsOfRun(1, "")).contains("-XX:+UseSerialGC").doesNotContain("-XX:+UseG1GC");
        assertThat(optionsOfRun(2, "")).contains("-XX:+UseSerialGC").doesNotContain("-XX:+UseG1GC");
        assertThat(optionsOfRun(3, "")).contains("-XX:+UseG1GC").doesNotContain("-XX:+UseSerialGC");
    }

    @Test
    void shouldLeaveTheCollectorToWhomeverNamesOne() throws Exception {
        assertThat(optionsOfRun(2, "-Xmx1g -XX:+UseParallelGC"))
                .contains("-XX:+UseParallelGC")
                .doesNotContain("-XX:+UseSerialGC", "-XX:+UseG1GC");
        assertThat(optionsOfRun(8, "-XX:+UseZGC")).contains("-XX:+UseZGC").doesNotContain("-XX:+UseG1GC");
    }

    private String optionsOfRun(int processors, String options) throws Exception {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        Files.writeString(tools.resolve("nproc"), "#!/bin/sh\necho " + processors + "\n");
        executable(tools.resolve("nproc"));
        return start(
                DETECTOR,
                Map.of("EARSHOT_JAVA_OPTS", options),
                tools + File.pathSeparator + System.getenv("PATH"),
                "echo \"$@\"",
                "run");
    }

    private String start(String script, Map<String, String> locale, String path) throws Exception {
        return start(script, locale, path, "echo \"LC_ALL=${LC_ALL:-}\"");
    }

    /** @param says what the virtual machine's place-holder prints */
    private String start(String script, Map<String, String> environment, String path, String says, String... arguments)
            throws Exception {
        Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n" + says + "\n");
        executable(java);
        List<String> command = new ArrayList<>(List.of("/bin/sh", script));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(environment);
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
