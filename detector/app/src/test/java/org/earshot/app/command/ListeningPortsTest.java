package org.earshot.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class ListeningPortsTest {
    @Test
    void shouldTellPortsThatNobodyListensOn() throws IOException {
        String open;
        String closed;
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            open = "127.0.0.1:" + listening.getLocalPort();
            try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                closed = "127.0.0.1:" + other.getLocalPort();
            }

            assertThat(ListeningPorts.allRefuse(closed)).isTrue();
            assertThat(ListeningPorts.allRefuse(open)).isFalse();
            assertThat(ListeningPorts.allRefuse(closed + ", " + open)).isFalse();
        }
    }

    @Test
    void shouldLeaveWhatIsNoAddressToTheClient() {
        assertThat(ListeningPorts.allRefuse("nowhere.invalid:9092")).isFalse();
        assertThat(ListeningPorts.allRefuse("no-port")).isFalse();
    }
}
