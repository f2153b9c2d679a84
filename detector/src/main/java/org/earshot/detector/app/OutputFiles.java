package org.earshot.detector.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.earshot.detector.model.ConfigurationException;

/** Writes the file that a command was asked for, or says in one line why it cannot. Stateless. */
final class OutputFiles {
    /** Writes into a file. */
    @FunctionalInterface
    interface Writer {
        void write(Path file) throws IOException;
    }

    private OutputFiles() {}

    /** @throws ConfigurationException if the file cannot be written */
    static void write(Path file, Writer writer) {
        try {
            writer.write(file);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(file + ": its folder does not exist; make it first", e);
        } catch (IOException e) {
            String reason = Files.isDirectory(file) ? "is a folder" : e.getMessage();
            throw new ConfigurationException(file + ": cannot be written: " + reason, e);
        }
    }
}
