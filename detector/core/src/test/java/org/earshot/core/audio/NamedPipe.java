package org.earshot.core.audio;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/** A pipe with a name in the file system, which one thread fills while another reads. */
public final class NamedPipe implements AutoCloseable {
    private final Path path;
    private Thread writer;

    public NamedPipe(Path path) throws Exception {
        this.path = path;
        int code = new ProcessBuilder("mkfifo", path.toString()).start().waitFor();
        if (code != 0) {
            throw new IOException("mkfifo " + path + " returns " + code);
        }
    }

    public Path path() {
        return path;
    }

    /** Writes as fast as the reader reads, then closes the pipe. */
    public void write(byte[] bytes) {
        writer = new Thread(() -> {
            try (var to = new FileOutputStream(path.toFile())) {
                to.write(bytes);
            } catch (IOException e) {
                // The reader has had enough.
                return;
            }
        });
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    public void close() throws InterruptedException {
        writer.join(10_000);
    }
}
