package org.earshot.core.audio.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.earshot.core.audio.AudioException;

/** The recordings of a folder: its files whose names end as those of recordings do, in order. Stateless. */
public final class RecordingFolder {
    private static final int ANY_DEPTH = Integer.MAX_VALUE;

    private RecordingFolder() {}

    /** @throws AudioException if the folder cannot be listed */
    public static List<Path> list(Path folder) {
        return list(folder, 1);
    }

    /** With those of the folders in it. @throws AudioException if one of them cannot be listed */
    public static List<Path> listAll(Path folder) {
        return list(folder, ANY_DEPTH);
    }

    private static List<Path> list(Path folder, int depth) {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(AudioFiles::hasNameOfSound).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            throw new AudioException(folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }
}
