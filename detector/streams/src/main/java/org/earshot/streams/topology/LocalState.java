package org.earshot.streams.topology;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.earshot.core.files.TemporaryFolder;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.DataException;

/**
 * The folder in which Kafka Streams keeps this process's copy of the state. Everything in it is in the changelog too,
 * so it may be deleted whenever no process uses it.
 *
 * <p>Immutable; {@link #freeBytes()} is safe for use by several threads.
 *
 * @param folder {@code state.dir} of Kafka Streams
 * @param application id of the application, whose folder lies below
 */
record LocalState(Path folder, String application) {
    /** With less than four write buffers of RocksDB no start is worth trying. */
    static final long LEAST_FREE_BYTES = 32L << 20;

    /**
     * @throws DataException if the disk is full
     * @throws ConfigurationException if the folder cannot be made
     */
    void check() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw StreamsFault.of(e).orElse(StreamsFault.STATE_UNUSABLE).error(e, folder, "");
        }
        if (!Files.isWritable(folder)) {
            throw StreamsFault.STATE_UNUSABLE.error(new IOException("Permission denied"), folder, "");
        }
        OptionalLong free = freeBytes();
        if (free.isPresent() && free.getAsLong() < LEAST_FREE_BYTES) {
            throw new DataException("state: the disk of " + folder + " has " + (free.getAsLong() >> 20)
                    + " MB free, " + (LEAST_FREE_BYTES >> 20)
                    + " are needed at least; free some, enlarge the volume or set streams.state.dir");
        }
    }

    /** Bytes that this process may still write there; empty where the system does not say. */
    OptionalLong freeBytes() {
        try {
            FileStore store = Files.getFileStore(folder);
            return OptionalLong.of(store.getUsableSpace());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Deletes the copies of all stores. For when no Kafka Streams works there. */
    void delete() {
        Path tasks = folder.resolve(application);
        if (!Files.exists(tasks)) {
            return;
        }
        try {
            TemporaryFolder.delete(tasks);
        } catch (IOException e) {
            throw new DataException(
                    "state: " + tasks + " is damaged and cannot be deleted: " + e.getMessage()
                            + "; delete it by hand, the state comes back from the changelog",
                    e);
        }
    }
}
