package org.earshot.app.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.earshot.core.model.ConfigurationException;

/** Another process of this program, ended when this is closed or when this process ends. */
final class ChildProcess implements AutoCloseable {
    /** By name: nothing but the launcher and tests may know the entry of the program. */
    private static final String PROGRAM = "org.earshot.app.Main";

    /** Where the launcher says that it is. */
    private static final String LAUNCHER = "earshot.launcher";

    private static final int LAST_LINES = 3;

    private final String name;
    private final Process process;
    private final Path log;
    private final Thread atExit;

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.atExit = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts {@code earshot ARGUMENTS} as a user would, by the launcher if this process was started so, with what
     * {@code EARSHOT_JAVA_OPTS} gives the virtual machine; what it logs goes to a file in the folder.
     */
    static ChildProcess start(List<String> arguments, Path folder) {
        String name = arguments.get(0);
        String options = System.getenv().getOrDefault("EARSHOT_JAVA_OPTS", "");
        try {
            Path log = Files.createTempFile(folder, name, ".log");
            String launcher = System.getProperty(LAUNCHER);
            ProcessBuilder builder =
                    launcher == null ? builder(words(options), arguments) : launched(launcher, arguments);
            builder.redirectError(log.toFile());
            return new ChildProcess(name, builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs {@code earshot ARGUMENTS} to its end; its log goes where this process's goes.
     *
     * @param javaOptions of its virtual machine
     * @param out gets what it prints
     * @return its exit code
     */
    static int run(List<String> javaOptions, List<String> arguments, PrintWriter out) throws InterruptedException {
        try {
            Process process = builder(javaOptions, arguments)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            process.inputReader(StandardCharsets.UTF_8).lines().forEach(out::println);
            out.flush();
            return process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProcessBuilder launched(String launcher, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(launcher));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    private static ProcessBuilder builder(List<String> javaOptions, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseG1GC",
                "-Djava.awt.headless=true"));
        command.addAll(javaOptions);
        command.add(PROGRAM);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        // As the launcher does: its reports choke on long command lines.
        builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
        return builder;
    }

    private static List<String> words(String options) {
        return options.isBlank() ? List.of() : List.of(options.strip().split("\\s+"));
    }

    /** The first line that it prints. */
    String firstLine() {
        try {
            String line = process.inputReader(StandardCharsets.UTF_8).readLine();
            if (line == null) {
                throw ended();
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProcessUse use() {
        if (!process.isAlive()) {
            throw ended();
        }
        return new ProcessUse(process.toHandle());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        forget();
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // This process ends already, and the hook runs or has run.
            return;
        }
    }

    private ConfigurationException ended() {
        String last = "";
        try {
            List<String> lines = Files.readAllLines(log);
            last = String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            last = "its log cannot be read";
        }
        return new ConfigurationException("bench: earshot " + name + " has ended by itself: " + last);
    }
}
