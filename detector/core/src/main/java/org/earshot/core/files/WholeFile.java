package org.earshot.core.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files such that no reader ever sees half of one: into a partial file in the same folder, which then replaces
 * the target. If writing fails, the target keeps its old content and the partial file is deleted.
 *
 * <p>Stateless; two writers of the same file each leave a whole one.
 */
public final class WholeFile {
    /** Produces the content of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private WholeFile() {}

    /** Creates missing folders. */
    public static void write(Path file, byte[] bytes) throws IOException {
        write(file, out -> out.write(bytes));
    }

    /** Creates missing folders. The stream is buffered and is closed for the content. */
    public static void write(Path file, Content content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        // Files.createTempFile would give a file that only its owner may read, and it would stay so when renamed.
        Path partial = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".partial");
        try {
            try (OutputStream out = new BufferedOutputStream(
                    Files.newOutputStream(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
                content.writeTo(out);
            }
            replace(partial, file);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** Moves a finished file onto its target: in one step, unless the file system cannot. */
    public static void replace(Path finished, Path target) throws IOException {
        try {
            Files.move(finished, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(finished, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
