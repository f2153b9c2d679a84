package org.earshot.streams.topology;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.DataException;
import org.earshot.core.model.EarshotException;
import org.rocksdb.RocksDBException;

/**
 * A fault of this machine or of this member that Kafka Streams reports as one of its own, recognised by the chain of its
 * causes. Kafka itself is well in all of these, so advice about addresses and credentials would mislead.
 */
enum StreamsFault {
    /** The disk has no room. Ends the process: what it holds locally is also in the changelog. */
    DISK_FULL,
    /** The state folder cannot be read or written: rights, a read-only file system, no file handles left. */
    STATE_UNUSABLE,
    /** Another process works in the state folder. */
    STATE_IN_USE,
    /** Another member of the group has the same static name. */
    NAME_TAKEN,
    /** Files of a local store are damaged. They are a copy of the changelog: deleted, they come back from there. */
    STATE_DAMAGED;

    private static final int LONGEST_REASON = 160;
    private static final String[] FULL = {"No space left on device", "Disk quota exceeded"};
    private static final String[] UNUSABLE = {
        "Permission denied", "Read-only file system", "Too many open files", "Operation not permitted"
    };
    private static final String[] IN_USE = {
        "multiple instances of Kafka Streams are running in the same state directory",
        "Resource temporarily unavailable",
        "lock hold by current process"
    };

    /**
     * Whether a new thread goes on from the last commit as if nothing had been: Kafka was away for a while, or the broker gave up the
     * transaction of a thread that had stood still for longer than {@code transaction.timeout.ms}.
     *
     * @param cause one of a chain of causes
     */
    static boolean isOverWithTheThread(Throwable cause) {
        return cause instanceof RetriableException
                || cause instanceof TaskMigratedException
                || cause instanceof ProducerFencedException
                || cause instanceof InvalidProducerEpochException
                || cause instanceof InvalidPidMappingException
                || cause instanceof InvalidTxnStateException
                || cause instanceof TransactionAbortableException;
    }

    /** The fault behind an exception; empty if it is of another kind. */
    static Optional<StreamsFault> of(Throwable thrown) {
        if (isAny(thrown, FencedInstanceIdException.class, UnreleasedInstanceIdException.class)) {
            return Optional.of(NAME_TAKEN);
        }
        boolean local = isAny(thrown, ProcessorStateException.class, RocksDBException.class, IOException.class);
        if (local && says(thrown, FULL)) {
            return Optional.of(DISK_FULL);
        }
        if (local && says(thrown, UNUSABLE)) {
            return Optional.of(STATE_UNUSABLE);
        }
        if (says(thrown, IN_USE) && isAny(thrown, StreamsException.class)) {
            return Optional.of(STATE_IN_USE);
        }
        return isAny(thrown, RocksDBException.class) ? Optional.of(STATE_DAMAGED) : Optional.empty();
    }

    /**
     * The error that a program ends with.
     *
     * @param thrown what Kafka Streams threw
     * @param home state folder and name of this process
     */
    EarshotException error(Throwable thrown, MemberHome home) {
        return error(thrown, home.state().folder(), home.member());
    }

    /** The same where there is no member yet. */
    EarshotException error(Throwable thrown, Path state, String member) {
        return switch (this) {
            case DISK_FULL ->
                new DataException(
                        "state: no space is left on the disk of " + state
                                + "; free some or enlarge the volume, then start again: the state is in the changelog too",
                        thrown);
            case STATE_UNUSABLE ->
                new ConfigurationException(
                        "state: " + state + " cannot be used: " + reason(thrown)
                                + "; correct that, or set streams.state.dir to another folder",
                        thrown);
            case STATE_IN_USE ->
                new ConfigurationException(
                        "state: another detector works in " + state
                                + "; give each its own streams.state.dir, or leave streams.group.instance.id unset and"
                                + " each takes a place of its own",
                        thrown);
            case NAME_TAKEN ->
                new ConfigurationException(
                        "group: another detector has joined under the name " + member
                                + "; give each its own streams.group.instance.id, or leave it unset",
                        thrown);
            case STATE_DAMAGED ->
                new DataException(
                        "state: the files in " + state + " were damaged again after they had been restored: "
                                + reason(thrown) + "; check the disk",
                        thrown);
        };
    }

    /** What the system or RocksDB says, in a line. */
    static String reason(Throwable thrown) {
        Throwable last = thrown;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        String message = last.getMessage() == null ? last.toString() : last.getMessage();
        String line = message.lines().findFirst().orElse("").strip();
        // RocksDB names whole files, twice over.
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + " ...";
    }

    private static boolean isAny(Throwable thrown, Class<?>... kinds) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            for (Class<?> kind : kinds) {
                if (kind.isInstance(cause)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean says(Throwable thrown, String[] words) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            for (String word : words) {
                if (cause.getMessage() != null && cause.getMessage().contains(word)) {
                    return true;
                }
            }
        }
        return false;
    }
}
