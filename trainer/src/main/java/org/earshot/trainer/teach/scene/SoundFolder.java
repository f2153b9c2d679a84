package org.earshot.trainer.teach.scene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.model.DataException;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.data.corpus.Recording.Role;
import org.earshot.trainer.data.corpus.Split;

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

    /**
     * The same as recordings of a label, named by their path in the folder.
     *
     * @throws DataException likewise
     */
    public static List<Recording> recordings(Path folder, String label, Role role) {
        return files(folder).stream()
                .map(file ->
                        new Recording(folder.relativize(file).toString(), file, role, label, Split.TRAIN, Double.NaN))
                .toList();
    }

    /** SHA-256 of the bytes of the recordings' files one after the other, lower-case hexadecimal. */
    static String sha256(List<Recording> recordings) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Set<Path> files = new LinkedHashSet<>();
            recordings.forEach(recording -> files.add(recording.file()));
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
