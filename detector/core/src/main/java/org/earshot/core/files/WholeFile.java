package org.earshot.core.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    private static final Pattern PARTIAL = Pattern.compile("\\.(.+)\\.[0-9a-f-]{36}\\.partial");
    private static final FileAttribute<?>[] EVERYONE = {};
    private static final FileAttribute<?>[] OWNER_ONLY = {
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };

    private WholeFile() {}

    /** Creates missing folders. */
    public static void write(Path file, byte[] bytes) throws IOException {
        write(file, out -> out.write(bytes));
    }

    /** As {@link #write(Path, byte[])}; where the file system knows owners, only the file's own may read it. */
    public static void writePrivate(Path file, byte[] bytes) throws IOException {
        boolean hasOwners = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        write(file, out -> out.write(bytes), hasOwners ? OWNER_ONLY : EVERYONE);
    }

    /** Creates missing folders. The stream is buffered and is closed for the content. */
    public static void write(Path file, Content content) throws IOException {
        write(file, content, EVERYONE);
    }

    /**
     * The name that a file was to get whose writer was killed: {@code a.png} of {@code .a.png.UUID.partial}; of any other
     * file its own.
     */
    public static String wholeName(Path file) {
        String name = FileNames.nameOf(file);
        Matcher partial = PARTIAL.matcher(name);
        return partial.matches() ? partial.group(1) : name;
    }

    private static void write(Path file, Content content, FileAttribute<?>[] rights) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new FileSystemException(file.toString(), null, "is a folder");
        }
        Files.createDirectories(folder);
        // Files.createTempFile would give a file that only its owner may read, and it would stay so when renamed.
        Path partial = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".partial");
        try {
            try (OutputStream out = new BufferedOutputStream(Channels.newOutputStream(Files.newByteChannel(
                    partial, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), rights)))) {
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
