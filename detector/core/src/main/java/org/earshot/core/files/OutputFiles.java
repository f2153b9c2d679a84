package org.earshot.core.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.earshot.core.model.ConfigurationException;

/** Writes the file that a command was asked for, or says in one line why it cannot. Stateless. */
public final class OutputFiles {
    /** Writes into a file. */
    @FunctionalInterface
    public interface Writer {
        void write(Path file) throws IOException;
    }

    private OutputFiles() {}

    /**
     * Makes sure that no recording that is read would be overwritten, under whatever name or link.
     *
     * @throws ConfigurationException if the file to be written is one of those
     */
    public static void requireApart(List<Path> inputs, Path written) {
        for (Path input : inputs) {
            try {
                if (Files.exists(written) && Files.exists(input) && Files.isSameFile(written, input)) {
                    throw new ConfigurationException(
                            "--output: " + written + " is the recording " + input + " itself; name another");
                }
            } catch (IOException e) {
                throw new ConfigurationException(written + ": cannot be compared with " + input + ": " + e, e);
            }
        }
    }

    /** @throws ConfigurationException if the file cannot be written */
    public static void write(Path file, Writer writer) {
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
