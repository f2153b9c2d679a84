package org.earshot.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
class ChildProcessTest {
    private static final String SECONDS = "300";

    @TempDir
    private Path folder;

    /** A program that has a child process until somebody ends it. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (ChildProcess child = ChildProcess.start(List.of(SECONDS), Path.of(arguments[0]))) {
                System.out.println(child.use() != null);
                Thread.sleep(TimeUnit.SECONDS.toMillis(Long.parseLong(SECONDS)));
            }
        }
    }

    @Test
    void shouldEndWithTheProcessThatStartedIt() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dearshot.launcher=/bin/sleep",
                Parent.class.getName(),
                folder.toString());
        builder.environment()
                .put(
                        "CLASSPATH",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        Process parent = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        assertThat(parent.inputReader().readLine()).isEqualTo("true");
        List<ProcessHandle> children = parent.toHandle().children().toList();
        assertThat(children).hasSize(1);
        ProcessHandle child = children.get(0);

        parent.destroy();

        try {
            assertThat(parent.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(child.onExit()
                            .completeOnTimeout(null, 10, TimeUnit.SECONDS)
                            .get())
                    .isNotNull();
        } finally {
            parent.destroyForcibly();
            child.destroyForcibly();
        }
    }

    @Test
    void shouldEndWhenItIsClosed() throws Exception {
        System.setProperty("earshot.launcher", "/bin/sleep");
        try (ChildProcess child = ChildProcess.start(List.of(SECONDS), folder)) {
            assertThat(child.use()).isNotNull();
        } finally {
            System.clearProperty("earshot.launcher");
        }

        assertThat(ProcessHandle.current().children())
                .noneMatch(child -> child.info()
                        .arguments()
                        .filter(arguments -> List.of(arguments).equals(List.of(SECONDS)))
                        .isPresent());
    }
}
