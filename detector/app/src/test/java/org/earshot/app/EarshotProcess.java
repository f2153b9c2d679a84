package org.earshot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The program in a process of its own, which can be killed. */
public final class EarshotProcess implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;

    EarshotProcess(Path folder, String... arguments) throws IOException {
        out = Files.createTempFile(folder, arguments[0], ".out");
        err = Files.createTempFile(folder, arguments[0], ".err");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        // As the launcher does.
        builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
        builder.environment()
                .put(
                        "CLASSPATH",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    }

    /** Waits for a line on standard output and returns it. */
    String firstLine() {
        await(() -> read(out).contains("\n"), "a line on standard output");
        return read(out).lines().findFirst().orElseThrow();
    }

    /** Waits until the log says so. */
    EarshotProcess awaitLog(String words) {
        await(() -> read(err).contains(words), words);
        return this;
    }

    /** Ends the process without letting it do anything more. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    /** Asks the process to end and waits for it. */
    void stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(40, TimeUnit.SECONDS)).as(read(err)).isTrue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void await(BooleanSupplier condition, String what) {
        Waiting.until(() -> condition.getAsBoolean() || !process.isAlive(), what);
        assertThat(condition.getAsBoolean()).as("%s; log:%n%s", what, read(err)).isTrue();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Polls until something holds. */
    public static final class Waiting {
        private static final Duration PATIENCE = Duration.ofSeconds(90);

        private Waiting() {}

        public static void until(BooleanSupplier condition, String what) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!condition.getAsBoolean()) {
                assertThat(System.nanoTime()).as("waited too long for " + what).isLessThan(end);
                LockSupport.parkNanos(20_000_000);
            }
        }
    }
}
