package org.earshot.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.earshot.core.infer.NativeCalls;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs of their own, ended by signals. */
class ProgramTest {
    private static final int WORK_MS = 500;

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
    void shouldLetANativeCallEndAndBeginNoOther(String signal, int code) throws Exception {
        assumeThat(isIgnored(code))
                .as("a program under nohup or in the background goes on")
                .isFalse();
        Process process = start(NativeWork.class);
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        assertThat(out.readLine()).isEqualTo("begun");

        send(signal, process);

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(code);
        assertThat(out.lines()).containsExactly("ended");
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130"})
    void shouldAskAServiceToStopAndWaitForWhatFollowsIt(String signal, int code) throws Exception {
        assumeThat(isIgnored(code))
                .as("a program under nohup or in the background goes on")
                .isFalse();
        Process process = start(ServiceWork.class);
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        assertThat(out.readLine()).isEqualTo("begun");

        send(signal, process);
        send(signal, process);

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(code);
        assertThat(out.lines()).containsExactly("stopped", "closed");
    }

    /** True if this process ignores the signal of an exit code, as under {@code nohup}; its children do so too. */
    private static boolean isIgnored(int exitCode) throws IOException {
        Path status = Path.of("/proc/self/status");
        long bit = 1L << (exitCode - 128 - 1);
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & bit) != 0);
    }

    private static Process start(Class<?> main) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void send(String signal, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Calls the runtime over and over, as the analysis of a recording does. */
    static final class NativeWork {
        public static void main(String[] args) throws InterruptedException {
            Program.run(() -> {
                while (true) {
                    try (NativeCalls.Call call = NativeCalls.begin()) {
                        System.out.println("begun");
                        Thread.sleep(WORK_MS);
                        System.out.println("ended");
                    } catch (InterruptedException e) {
                        return ExitCodes.FAULT;
                    }
                }
            });
        }
    }

    /** A service that has something to write when it was asked to stop. */
    static final class ServiceWork {
        public static void main(String[] args) throws InterruptedException {
            Program.run(() -> {
                CountDownLatch stop = new CountDownLatch(1);
                try {
                    Program.untilStopped(
                            () -> {
                                System.out.println("begun");
                                stop.await();
                                System.out.println("stopped");
                            },
                            stop::countDown);
                    Thread.sleep(WORK_MS);
                } catch (InterruptedException e) {
                    return ExitCodes.FAULT;
                }
                System.out.println("closed");
                return ExitCodes.OK;
            });
        }
    }
}
