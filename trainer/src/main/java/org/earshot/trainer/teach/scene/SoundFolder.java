package org.earshot.trainer.teach.scene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.model.DataException;

/** The recordings in a folder and those below it, in the order of their names. Stateless. */
public final class SoundFolder {
    private SoundFolder() {}

    /** @throws DataException if there is no such folder, or no recording in it */
    public static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new DataException(folder + ": no such folder");
        }
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> files = all.filter(Files::isRegularFile)
                    .filter(AudioFiles::hasNameOfSound)
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new DataException(folder + ": holds no recording; WAV, FLAC and MP3 files are read");
            }
            return files;
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** SHA-256 of the bytes of files one after the other, lower-case hexadecimal. */
    static String sha256(List<Path> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
