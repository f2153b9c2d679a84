package org.earshot.trainer.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The results of all runs in a folder, one line of JSON each, in the order of the runs. Used by one thread. */
public final class ResultFile {
    private final Path file;
    private final List<RunResult> results = new ArrayList<>();

    public ResultFile(Path file) {
        this.file = file;
        try {
            if (Files.exists(file)) {
                dropTornLine();
                Files.readAllLines(file).stream()
                        .filter(line -> !line.isBlank())
                        .map(RunResult::parse)
                        .forEach(results::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Drops an incomplete last line, left by a process that died while writing; its run is measured again. */
    private void dropTornLine() throws IOException {
        String text = Files.readString(file);
        if (!text.isEmpty() && !text.endsWith("\n")) {
            Files.writeString(file, text.substring(0, text.lastIndexOf('\n') + 1));
        }
    }

    /** The first result of which something holds. */
    public Optional<RunResult> find(Predicate<RunResult> condition) {
        return results.stream().filter(condition).findFirst();
    }

    public void add(RunResult result) {
        try {
            Files.writeString(file, result.toJson() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        results.add(result);
    }
}
