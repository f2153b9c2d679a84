package org.earshot.streams.topology;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.regex.Pattern;
import org.earshot.core.model.ConfigurationException;

/**
 * The place of a process among the detectors of this machine: the lowest number that no running process holds. It gives the
 * process a state folder and a static name in its group that are the same after a crash, so that a restart finds its state
 * and need not wait until the group has given up on it. The system frees the place when the process dies.
 */
public final class MemberSlot implements AutoCloseable {
    private static final int MOST = 1_000;
    private static final Pattern INSTANCE_ID = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    private final Path folder;
    private final String instanceId;
    private final FileChannel channel;

    private MemberSlot(Path folder, String instanceId, FileChannel channel) {
        this.folder = folder;
        this.instanceId = instanceId;
        this.channel = channel;
    }

    /**
     * Takes the lowest free place.
     *
     * @param root folder of all places
     * @throws ConfigurationException if the folder cannot be written
     */
    public static MemberSlot take(Path root) {
        try {
            for (int n = 0; n < MOST; n++) {
                Path folder = Files.createDirectories(root.resolve("member-" + n));
                FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                if (locked(channel)) {
                    return new MemberSlot(folder, instanceId(folder), channel);
                }
                channel.close();
            }
        } catch (IOException e) {
            throw new ConfigurationException(
                    "state: " + root + " cannot be written: " + e + "; set streams.state.dir to a folder that can", e);
        }
        throw new ConfigurationException("state: " + MOST + " processes use " + root + "; set streams.state.dir");
    }

    /** Folder for this process's state. */
    public Path folder() {
        return folder;
    }

    /** Name of this process in its group. */
    public String instanceId() {
        return instanceId;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The lock goes with the process at the latest.
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Belongs to the folder, so that two detectors with folders of their own never have the same, whatever their machines' names. */
    private static String instanceId(Path folder) throws IOException {
        Path file = folder.resolve("instance-id");
        if (Files.exists(file)) {
            String known = Files.readString(file).strip();
            if (INSTANCE_ID.matcher(known).matches()) {
                return known;
            }
        }
        String fresh = "earshot-" + UUID.randomUUID();
        Files.writeString(file, fresh);
        return fresh;
    }
}
