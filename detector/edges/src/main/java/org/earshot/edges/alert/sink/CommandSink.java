package org.earshot.edges.alert.sink;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.earshot.edges.alert.rule.Alert;
import org.earshot.edges.alert.rule.AlertJson;

/**
 * Runs a program with the alert as JSON on its standard input and the main facts in {@code EARSHOT_*} variables. No
 * shell is in between, so nothing in a source id can become a command. Exit status 0 means delivered.
 */
public final class CommandSink implements AlertSink {
    /** The variables in which a program finds the alert; no settings, though they begin as those do. */
    public static final Set<String> VARIABLES = Set.of(
            "EARSHOT_RULE", "EARSHOT_LABEL", "EARSHOT_SOURCE", "EARSHOT_ONSET", "EARSHOT_EVENT_ID", "EARSHOT_TEST");

    private final String name;
    private final List<String> command;
    private final Duration timeout;

    public CommandSink(String name, List<String> command, Duration timeout) {
        this.name = name;
        this.command = List.copyOf(command);
        this.timeout = timeout;
    }

    /** What is wrong with a program that cannot be started, and what to do; empty if it is there. */
    public static Optional<String> faultOf(String program) {
        if (program.indexOf(File.separatorChar) >= 0) {
            return isProgram(program)
                    ? Optional.empty()
                    : Optional.of(
                            "there is no program here that this user may run; check the path and its permissions");
        }
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        boolean there = Stream.of(path.split(File.pathSeparator)).anyMatch(folder -> isProgram(folder, program));
        return there
                ? Optional.empty()
                : Optional.of("there is no such program on the PATH; install it, or write where it lies");
    }

    private static boolean isProgram(String... parts) {
        try {
            Path file = Path.of("", parts);
            return Files.isRegularFile(file) && Files.isExecutable(file);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void send(Alert alert) throws DeliveryException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                // A program that repeats its complaint for ever would fill the log and the disk; the exit status
                // counts.
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        // Those of this process say nothing of the alert.
        environment.keySet().removeAll(VARIABLES);
        environment.put("EARSHOT_RULE", alert.rule().name());
        environment.put("EARSHOT_LABEL", alert.subject().label());
        environment.put("EARSHOT_SOURCE", alert.subject().sourceId());
        environment.put("EARSHOT_ONSET", alert.subject().since().toString());
        environment.put("EARSHOT_EVENT_ID", alert.subject().id());
        if (alert.isTest()) {
            environment.put("EARSHOT_TEST", "1");
        }
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new DeliveryException("command " + command.get(0) + ": " + e.getMessage(), false, e);
        }
        feed(process, AlertJson.bytes(AlertJson.of(alert)));
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DeliveryException(
                        "command " + command.get(0) + ": still running after " + timeout.toMillis() + " ms",
                        true,
                        null);
            }
        } finally {
            // What it started ends with it: nobody else knows of it.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new DeliveryException(
                    "command " + command.get(0) + ": exit status " + process.exitValue(), true, null);
        }
    }

    /** On a thread of its own: a program that reads nothing would keep a long alert, and so the sink, waiting for ever. */
    private void feed(Process process, byte[] json) {
        Thread writer = new Thread(
                () -> {
                    try (OutputStream stdin = process.getOutputStream()) {
                        stdin.write(json);
                    } catch (IOException ignored) {
                        // A program that does not read its input closes the pipe; its exit status is what counts.
                    }
                },
                "alert-" + name + "-input");
        writer.setDaemon(true);
        writer.start();
    }
}
