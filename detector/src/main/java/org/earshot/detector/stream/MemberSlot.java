package org.earshot.detector.stream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.earshot.detector.model.ConfigurationException;

/**
 * The place of a process among the detectors of this machine: the lowest number that no running process holds. It gives the
 * process a state folder and a static name in its group that are the same after a crash, so that a restart finds its state
 * and need not wait until the group has given up on it. The system frees the place when the process dies.
 */
public final class MemberSlot implements AutoCloseable {
    private static final int MOST = 1_000;

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
                    return new MemberSlot(folder, hostName() + "-" + n, channel);
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

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
