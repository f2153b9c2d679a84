package org.earshot.detector.app.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.earshot.detector.app.Main;
import org.earshot.detector.model.ConfigurationException;

/** Another process of this program, ended when this is closed. */
final class ChildProcess implements AutoCloseable {
    private static final int LAST_LINES = 3;

    private final String name;
    private final Process process;
    private final Path log;

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts {@code earshot ARGUMENTS}; what it logs goes to a file in the folder. */
    static ChildProcess start(List<String> arguments, Path folder) {
        String name = arguments.get(0);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseG1GC",
                "-Djava.awt.headless=true",
                "-Dorg.apache.avro.SERIALIZABLE_PACKAGES=org.earshot.schema",
                Main.class.getName()));
        command.addAll(arguments);
        try {
            Path log = Files.createTempFile(folder, name, ".log");
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
            builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
            // As the launcher does: its reports choke on long command lines.
            builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
            return new ChildProcess(name, builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first line that it prints. */
    String firstLine() {
        try {
            String line = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
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
