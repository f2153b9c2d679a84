package org.earshot.core.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.earshot.core.model.DataException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folders that a command needs while it works, and the deleting of whole folders. Stateless. */
public final class TemporaryFolder {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);

    private TemporaryFolder() {}

    /**
     * Makes a folder in the system's place for temporary files.
     *
     * @param name the beginning of its name
     * @throws DataException if it cannot be made
     */
    public static Path create(String name) {
        try {
            return Files.createTempDirectory(name);
        } catch (IOException e) {
            throw new DataException(
                    "no folder for temporary files: " + e.getMessage()
                            + "; free some space or set -Djava.io.tmpdir in EARSHOT_JAVA_OPTS",
                    e);
        }
    }

    /** Deletes what can be deleted: a temporary folder that stays is harmless. */
    public static void discard(Path folder) {
        try {
            delete(folder);
        } catch (IOException e) {
            LOG.debug("{}: cannot be deleted: {}", folder, e.toString());
        }
    }

    /** Deletes a folder and all that is in it. Links are deleted, not followed. */
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
