package org.earshot.edges.evidence;

import java.io.IOException;
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
    private final Path root;

    /** @param root made when the first evidence comes */
    public EvidenceFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
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
        for (Path label : folders(root)) {
            Instant oldest = retention.oldest(FileNames.nameOf(label), now);
            for (Path source : folders(label)) {
                deleted += sweep(source, oldest);
            }
        }
        return deleted;
    }

    /** Links are not followed: they lead out of the store. */
    private static List<Path> folders(Path parent) throws IOException {
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
    }

    private int sweep(Path source, Instant oldest) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(source)) {
            files = all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .filter(this::isEvidence)
                    .toList();
        }
        int deleted = 0;
        for (Path file : files) {
            try {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest) && Files.deleteIfExists(file)) {
                    deleted++;
                }
            } catch (NoSuchFileException e) {
                // Another detector that shares the folder was quicker.
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
}
