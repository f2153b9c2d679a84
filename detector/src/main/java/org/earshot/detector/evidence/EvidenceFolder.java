package org.earshot.detector.evidence;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Keeps evidence in a folder, for its owner's eyes only. */
public final class EvidenceFolder implements EvidenceStore {
    private static final String PART = ".part";

    private final Path root;

    /** @param root made when the first evidence comes */
    public EvidenceFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public URI put(String name, byte[] bytes) throws IOException {
        Path file = root.resolve(name);
        Path part = null;
        try {
            Files.createDirectories(file.getParent());
            part = Files.createTempFile(file.getParent(), ".evidence", PART);
            Files.write(part, bytes);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            if (part != null) {
                Files.deleteIfExists(part);
            }
            throw new IOException(file + ": cannot be written: " + e, e);
        }
        return file.toUri();
    }

    @Override
    public int sweep(Retention retention, Instant now) throws IOException {
        if (!Files.isDirectory(root)) {
            return 0;
        }
        int deleted = 0;
        try (Stream<Path> labels = Files.list(root)) {
            for (Path label : labels.filter(Files::isDirectory).toList()) {
                deleted += sweep(label, retention.oldest(label.getFileName().toString(), now));
            }
        }
        return deleted;
    }

    private static int sweep(Path label, Instant oldest) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(label)) {
            files = all.filter(Files::isRegularFile)
                    .filter(EvidenceFolder::isEvidence)
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

    private static boolean isEvidence(Path file) {
        String name = file.getFileName().toString();
        return EvidenceNames.isEvidence(name) || name.endsWith(PART);
    }

    @Override
    public void close() {}
}
