package org.earshot.app.command;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;

/** Asks the system whether anything listens, which a client of Kafka finds out only when its time is over. */
final class ListeningPorts {
    private static final int TIMEOUT_MS = 500;

    private ListeningPorts() {}

    /**
     * @param servers as {@code kafka.bootstrap.servers} has them
     * @return true if each of them refused a connection at once; false if one took it, or it is not known so soon
     */
    static boolean allRefuse(String servers) {
        return Arrays.stream(servers.split(",")).map(String::strip).allMatch(ListeningPorts::refuses);
    }

    private static boolean refuses(String server) {
        int colon = server.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(server.substring(0, colon), Integer.parseInt(server.substring(colon + 1))),
                    TIMEOUT_MS);
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (IOException | RuntimeException e) {
            // A name that is not known, a time-out, or no address at all: the client says it better.
            return false;
        }
    }
}
