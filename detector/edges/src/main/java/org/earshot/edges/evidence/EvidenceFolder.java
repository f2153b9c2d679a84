package org.earshot.edges.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.earshot.core.files.FileNames;
import org.earshot.core.files.WholeFile;

/** Keeps evidence in a folder, for its owner's eyes only. */
public final class EvidenceFolder implements EvidenceStore {
    /** What a folder holds. */
    @FunctionalInterface
    interface Listing {
        Stream<Path> of(Path folder) throws IOException;
    }

    private final Path root;
    private final Listing listing;

    /** @param root made when the first evidence comes */
    public EvidenceFolder(Path root) {
        this(root, Files::list);
    }

    EvidenceFolder(Path root, Listing listing) {
        this.root = root.toAbsolutePath().normalize();
        this.listing = listing;
    }

    @Override
    public URI put(String name, byte[] bytes) throws IOException {
        Path marker = root.resolve(EvidenceNames.MARKER);
        if (!Files.exists(marker)) {
            write(marker, EvidenceNames.marker());
        }
        return write(root.resolve(name), bytes);
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
        Path file = root.resolve(name);
        // A link, of the file or of a folder, leads out of the store.
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                || !file.toRealPath().startsWith(root.toRealPath())) {
            return Optional.empty();
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + ": larger than any evidence; not read");
        }
        return Optional.of(Files.readAllBytes(file));
    }

    private static URI write(Path file, byte[] bytes) throws IOException {
        try {
            WholeFile.writePrivate(file, bytes);
        } catch (IOException e) {
            throw new IOException(file + ": cannot be written: " + e, e);
        }
        return file.toUri();
    }

    @Override
    public int sweep(Retention retention, Instant now) throws IOException {
        if (!Files.isRegularFile(root.resolve(EvidenceNames.MARKER))) {
            return 0;
        }
        int deleted = 0;
        Failures failed = new Failures();
        for (Path label : folders(root, failed)) {
            Instant oldest = retention.oldest(FileNames.nameOf(label), now);
            for (Path source : folders(label, failed)) {
                deleted += sweep(source, oldest, failed);
            }
        }
        failed.throwFirst();
        return deleted;
    }

    /** Links are not followed: they lead out of the store. Nor are others' folders entered, such as a disk's lost+found. */
    private List<Path> folders(Path parent, Failures failed) {
        return list(parent, failed).stream()
                .filter(path -> EvidenceNames.isFolder(FileNames.nameOf(path)))
                .filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    /** Nothing if it cannot be listed: what the other folders hold is swept all the same. */
    private List<Path> list(Path folder, Failures failed) {
        try (Stream<Path> all = listing.of(folder)) {
            return all.toList();
        } catch (IOException | UncheckedIOException e) {
            failed.add(new IOException(folder + ": cannot be listed: " + e, e));
            return List.of();
        }
    }

    private int sweep(Path source, Instant oldest, Failures failed) {
        int deleted = 0;
        for (Path file : list(source, failed)) {
            try {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && isEvidence(file)
                        && Files.getLastModifiedTime(file).toInstant().isBefore(oldest)
                        && Files.deleteIfExists(file)) {
                    deleted++;
                }
            } catch (NoSuchFileException e) {
                // Another detector that shares the folder was quicker.
            } catch (IOException e) {
                failed.add(new IOException(file + ": cannot be deleted: " + e, e));
            }
        }
        return deleted;
    }

    private boolean isEvidence(Path file) {
        Path parts = root.relativize(file);
        return EvidenceNames.isEvidence(parts.getName(0) + "/" + parts.getName(1) + "/" + WholeFile.wholeName(file));
    }

    @Override
    public void close() {}

    /** What went wrong in one sweep: the first fault, and a few of the others with it. */
    private static final class Failures {
        private static final int MOST = 20;

        private IOException first;

        void add(IOException failure) {
            if (first == null) {
                first = failure;
            } else if (first.getSuppressed().length < MOST) {
                first.addSuppressed(failure);
            }
        }

        void throwFirst() throws IOException {
            if (first != null) {
                throw first;
            }
        }
    }
}
