package org.earshot.edges.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker that takes the first connection and says nothing for a while. */
@Timeout(60)
class FirstConnectionTest {
    private static final int CONNECT = 1;
    private static final int PUBLISH = 3;
    private static final int SUBSCRIBE = 8;

    private final CountDownLatch awake = new CountDownLatch(1);
    private final BlockingQueue<String> taken = new LinkedBlockingQueue<>();
    private ServerSocket broker;
    private MqttGateway gateway;

    @BeforeEach
    void start() throws IOException {
        broker = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        gateway = new MqttGateway(
                new BridgeConfig.Gateway("lab", "127.0.0.1", broker.getLocalPort(), false, "", ""),
                "earshot/bridge/availability");
        Thread thread = new Thread(this::serve, "broker");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        awake.countDown();
        broker.close();
    }

    @Test
    void shouldKeepMessagesInTheirOrderWhileTheFirstConnectionHangs() throws Exception {
        connect();
        CompletableFuture<?> on = publish("ON");
        CompletableFuture<?> off = publish("OFF");
        TimeUnit.MILLISECONDS.sleep(2_500);

        assertThat(on).isNotDone();
        assertThat(off).isNotDone();

        awake.countDown();
        while (!gateway.isConnected()) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        CompletableFuture<?> later = publish("ON again");

        assertThat(on.thenCombine(off, (a, b) -> a)).succeedsWithin(20, TimeUnit.SECONDS);
        assertThat(later).succeedsWithin(20, TimeUnit.SECONDS);
        taken.removeIf(payload -> payload.equals("online"));
        assertThat(taken).containsExactly("ON", "OFF", "ON again");
    }

    @Test
    void shouldFailWhatWaitsOnceItIsClosed() throws Exception {
        connect();
        CompletableFuture<?> sent = publish("ON");
        TimeUnit.MILLISECONDS.sleep(100);
        assertThat(sent).isNotDone();

        gateway.close();

        assertThat(sent).failsWithin(20, TimeUnit.SECONDS);
    }

    private void connect() {
        gateway.connect("earshot/audio/+", Runnable::run, message -> {}, failure -> {});
    }

    private CompletableFuture<?> publish(String payload) {
        return gateway.publish("earshot/door/dog/state", payload.getBytes(StandardCharsets.UTF_8), true);
    }

    private void serve() {
        while (!broker.isClosed()) {
            try (Socket client = broker.accept()) {
                awake.await();
                talk(new DataInputStream(client.getInputStream()), client.getOutputStream());
            } catch (IOException e) {
                // The gateway is gone, or the test is over.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** As much of MQTT 5 as is needed. */
    private void talk(DataInputStream in, OutputStream out) throws IOException {
        while (true) {
            int kind = in.readUnsignedByte() >> 4;
            byte[] packet = in.readNBytes(length(in));
            switch (kind) {
                case CONNECT -> answer(out, 0x20, 0, 0, 0);
                case SUBSCRIBE -> answer(out, 0x90, packet[0], packet[1], 0, 1);
                case PUBLISH -> {
                    int topic = (packet[0] & 0xff) << 8 | packet[1] & 0xff;
                    int id = 2 + topic;
                    int properties = packet[id + 2];
                    int payload = id + 3 + properties;
                    taken.add(new String(packet, payload, packet.length - payload, StandardCharsets.UTF_8));
                    answer(out, 0x40, packet[id], packet[id + 1]);
                }
                default -> {}
            }
        }
    }

    private static int length(DataInputStream in) throws IOException {
        int length = 0;
        int shift = 0;
        int next;
        do {
            next = in.readUnsignedByte();
            length |= (next & 0x7f) << shift;
            shift += 7;
        } while (next > 0x7f);
        return length;
    }

    private static void answer(OutputStream out, int kind, int... bytes) throws IOException {
        byte[] packet = new byte[2 + bytes.length];
        packet[0] = (byte) kind;
        packet[1] = (byte) bytes.length;
        for (int n = 0; n < bytes.length; n++) {
            packet[2 + n] = (byte) bytes[n];
        }
        out.write(packet);
        out.flush();
    }
}
