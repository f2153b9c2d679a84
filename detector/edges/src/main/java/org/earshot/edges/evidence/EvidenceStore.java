package org.earshot.edges.evidence;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;

/**
 * Where evidence goes: files by name, in folders of the label and the source. A file appears whole or not at all; one that is
 * there is replaced. Safe for use by several threads.
 */
public interface EvidenceStore extends AutoCloseable {
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
     */
    int sweep(Retention retention, Instant now) throws IOException;

    @Override
    void close();
}
