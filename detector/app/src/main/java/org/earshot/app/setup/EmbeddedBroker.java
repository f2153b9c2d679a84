package org.earshot.app.setup;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.earshot.core.files.TemporaryFolder;
import org.earshot.core.model.ConfigurationException;

/**
 * A single-node Kafka inside this process, for the demo, trials and tests. Listens on the loopback address only, without
 * encryption or authentication; data without a folder of its own is deleted on {@link #close()}.
 *
 * <p>Starting takes several seconds. Not for use by several threads.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int NODE = 1;

    private final KafkaRaftServer server;
    private final int port;
    private final Path data;
    private final boolean deleteData;
    private boolean closed;

    private EmbeddedBroker(KafkaRaftServer server, int port, Path data, boolean deleteData) {
        this.server = server;
        this.port = port;
        this.data = data;
        this.deleteData = deleteData;
    }

    /** Starts a broker on a free port with data that go when it is closed. */
    public static EmbeddedBroker start() {
        return start(0, null);
    }

    /**
     * Starts a broker.
     *
     * @param port port to listen on, or 0 for any free one
     * @param data folder of its logs, kept and found again at the next start; null for a temporary one
     * @throws ConfigurationException if the port is taken or the folder cannot be used
     */
    public static EmbeddedBroker start(int port, Path data) {
        return start(port, data, Map.of());
    }

    /** @param changes broker settings over those of this class, for brokers that ask who their clients are */
    public static EmbeddedBroker start(int port, Path data, Map<String, String> changes) {
        boolean temporary = data == null;
        try {
            Path folder = temporary ? Files.createTempDirectory("earshot-broker") : Files.createDirectories(data);
            int clients = port == 0 ? freePort() : available(port);
            Properties properties = properties(clients, freePort(), folder);
            properties.putAll(changes);
            KafkaConfig config = new KafkaConfig(properties, false);
            if (!Files.exists(folder.resolve("meta.properties"))) {
                format(folder);
            }
            KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
            server.startup();
            return new EmbeddedBroker(server, clients, folder, temporary);
        } catch (ConfigurationException e) {
            throw e;
        } catch (Exception e) {
            throw new ConfigurationException(
                    "broker: cannot start in " + (temporary ? "a temporary folder" : data) + ": " + e.getMessage()
                            + "; another broker may be using the folder or the port",
                    e);
        }
    }

    /** Address for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    /** Stops the broker; a second call does nothing. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        server.shutdown();
        server.awaitShutdown();
        if (deleteData) {
            TemporaryFolder.discard(data);
        }
    }

    private static Properties properties(int clients, int controller, Path folder) {
        Properties p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", Integer.toString(NODE));
        p.put("controller.quorum.voters", NODE + "@" + HOST + ":" + controller);
        p.put("listeners", "CLIENTS://" + HOST + ":" + clients + ",CONTROLLER://" + HOST + ":" + controller);
        p.put("advertised.listeners", "CLIENTS://" + HOST + ":" + clients);
        p.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("inter.broker.listener.name", "CLIENTS");
        p.put("controller.listener.names", "CONTROLLER");
        p.put("log.dirs", folder.toString());
        p.put("auto.create.topics.enable", "false");
        // A single node cannot keep the usual three copies.
        for (String topic : Set.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            p.put(topic + ".replication.factor", "1");
            p.put(topic + ".num.partitions", "4");
        }
        p.put("transaction.state.log.min.isr", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
        p.put("default.replication.factor", "1");
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("message.max.bytes", Integer.toString(2 << 20));
        p.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "4");
        p.put("background.threads", "2");
        return p;
    }

    private static void format(Path folder) throws Exception {
        new Formatter()
                .setNodeId(NODE)
                .setClusterId(Uuid.randomUuid().toString())
                .setDirectories(new TreeSet<>(Set.of(folder.toString())))
                .setMetadataLogDirectory(folder.toString())
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setControllerListenerName("CONTROLLER")
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }

    private static int available(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(HOST, port));
            return port;
        } catch (IOException e) {
            throw new ConfigurationException(
                    "broker: port " + port + " cannot be used: " + e.getMessage() + "; choose another with --port", e);
        }
    }
}
