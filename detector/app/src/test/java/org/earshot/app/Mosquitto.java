package org.earshot.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.earshot.core.ProgramCondition;

/** A real MQTT broker on this machine, for as long as it is open. */
final class Mosquitto implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int port;
    private final Process process;

    Mosquitto(Path folder) throws IOException, InterruptedException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = any.getLocalPort();
        }
        Path config = Files.writeString(
                folder.resolve("mosquitto.conf"), "listener " + port + " 127.0.0.1\nallow_anonymous true\n");
        process = new ProcessBuilder(program().toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.log").toFile())
                .start();
        Instant until = Instant.now().plus(PATIENCE);
        while (!isUp()) {
            if (Instant.now().isAfter(until)) {
                close();
                throw new IOException("mosquitto does not start: " + Files.readString(folder.resolve("mosquitto.log")));
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
    }

    /** For tests that are marked with {@code @NeedsProgram("mosquitto")}. */
    static Path program() {
        return ProgramCondition.find("mosquitto").orElseThrow();
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private boolean isUp() {
        try (Socket up = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
