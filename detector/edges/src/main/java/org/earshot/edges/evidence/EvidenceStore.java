package org.earshot.edges.evidence;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Where evidence goes: files by name, in folders of the label and the source. A file appears whole or not at all; one that is
 * there is replaced. Safe for use by several threads.
 */
public interface EvidenceStore extends AutoCloseable {
    /** Files of evidence are far smaller; what is larger is not read. */
    int MAX_BYTES = 64 << 20;

    /**
     * Opens a store; nothing is read or written yet.
     *
     * @param place a folder, or {@code s3://BUCKET/PREFIX}
     * @param s3Endpoint address of a store that speaks like S3, or empty for Amazon's
     * @param s3Region region of the bucket, or empty for that of the environment
     * @throws org.earshot.core.model.ConfigurationException if place or endpoint are none
     */
    static EvidenceStore open(String place, String s3Endpoint, String s3Region) {
        return place.contains("://")
                ? EvidenceBucket.of(place, s3Endpoint, EvidenceBucket.region(s3Region))
                : new EvidenceFolder(Path.of(place));
    }

    /**
     * Reads a file of an event.
     *
     * @param clip address of the event's clip, as the event record has it; nothing but evidence of this store is read, whatever it says
     * @return the bytes, or empty if this store has no such file
     * @throws IOException if the store does not answer, or the file is larger than {@link #MAX_BYTES}
     */
    default Optional<byte[]> read(URI clip, EvidenceFile file) throws IOException {
        Optional<String> name = file.nameFor(clip);
        return name.isEmpty() ? Optional.empty() : read(name.get());
    }

    /**
     * Reads a file.
     *
     * @param name of {@link EvidenceNames}
     */
    Optional<byte[]> read(String name) throws IOException;

    /**
     * Writes a file.
     *
     * @return where it is; the path of the address, decoded, is the file's
     * @param name of {@link EvidenceNames}
     * @throws IOException if it cannot be written; the message says what and where
     */
    URI put(String name, byte[] bytes) throws IOException;

    /**
     * Deletes what is older than its label's retention: only files that Earshot wrote, by their names, and only in a store
     * that carries Earshot's marker, which the first {@link #put} leaves there.
     *
     * @return files deleted
     * @throws IOException if not all of it can be deleted; the rest is
     */
    int sweep(Retention retention, Instant now) throws IOException;

    @Override
    void close();
}
