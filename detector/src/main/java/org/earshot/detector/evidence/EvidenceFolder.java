package org.earshot.detector.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.earshot.detector.audio.FlacWriter;

/**
 * Keeps evidence in a folder: {@code label/source/event-id.flac}, and beside it {@code .separated.flac} and {@code .png} where
 * there are such. Files appear whole or not at all. Safe for use by several threads.
 */
public final class EvidenceFolder {
    private final Path root;

    /** @param root made when the first evidence comes */
    public EvidenceFolder(Path root) {
        this.root = root;
    }

    /**
     * What is kept of an event.
     *
     * @param label of the event
     * @param sourceId of the event
     * @param eventId of the event
     * @param rateHz of the samples
     * @param samples the clip, 16-bit sound
     * @param separated the label's sound alone, or null
     * @param picture a PNG file's bytes, or null
     */
    public record Evidence(
            String label,
            String sourceId,
            String eventId,
            int rateHz,
            float[] samples,
            float[] separated,
            byte[] picture) {}

    /**
     * Where evidence is.
     *
     * @param uri of the clip
     * @param sha256 of the clip's file, lower-case hexadecimal
     */
    public record Stored(URI uri, String sha256) {}

    /** Stores evidence; again for the same event replaces it. @throws UncheckedIOException if the folder cannot be written */
    public Stored store(Evidence evidence) {
        Path folder = root.resolve(safe(evidence.label())).resolve(safe(evidence.sourceId()));
        String name = safe(evidence.eventId());
        byte[] clip = FlacWriter.encode(evidence.rateHz(), evidence.samples());
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(name + ".flac");
            if (evidence.separated() != null) {
                write(
                        folder.resolve(name + ".separated.flac"),
                        FlacWriter.encode(evidence.rateHz(), evidence.separated()));
            }
            if (evidence.picture() != null) {
                write(folder.resolve(name + ".png"), evidence.picture());
            }
            write(file, clip);
            return new Stored(file.toUri(), sha256(clip));
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": evidence cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * Deletes what is older than its label's retention.
     *
     * @param retention by label
     * @param otherwise of labels that are not named
     * @return files deleted
     */
    public int sweep(Map<String, Duration> retention, Duration otherwise, Instant now) {
        if (!Files.isDirectory(root)) {
            return 0;
        }
        int deleted = 0;
        try (Stream<Path> labels = Files.list(root)) {
            for (Path label : labels.filter(Files::isDirectory).toList()) {
                Duration kept = otherwise;
                for (Map.Entry<String, Duration> entry : retention.entrySet()) {
                    if (safe(entry.getKey()).equals(label.getFileName().toString())) {
                        kept = entry.getValue();
                    }
                }
                deleted += sweep(label, now.minus(kept));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(root + ": evidence cannot be swept: " + e.getMessage(), e);
        }
        return deleted;
    }

    private static int sweep(Path label, Instant oldest) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(label)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        int deleted = 0;
        for (Path file : files) {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest) && Files.deleteIfExists(file)) {
                deleted++;
            }
        }
        return deleted;
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Path part = Files.createTempFile(file.getParent(), ".evidence", ".part");
        Files.write(part, bytes);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A name that stays in its folder: anything but letters, digits, minus, underscore and inner dots becomes %XX. */
    private static String safe(String name) {
        var safe = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
            if (plain || c == '.' && safe.length() > 0) {
                safe.append(c);
            } else {
                safe.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return safe.length() == 0 ? "%" : safe.toString();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
