package org.earshot.app.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.earshot.app.Main;
import org.earshot.app.config.Config;
import org.earshot.core.model.ConfigurationException;
import org.earshot.streams.topology.Topics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a broker that comes up late, or not at all. */
@Tag("integration")
@Timeout(120)
class KafkaStartTest {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Test
    void shouldWaitForABrokerThatIsComingUp(@TempDir Path data) throws Exception {
        int port = freePort();
        KafkaStart start = startAt("127.0.0.1:" + port);
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> {
            try {
                start.await(Duration.ofSeconds(60));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        while (lines.isEmpty() && !waiting.isDone()) {
            Thread.onSpinWait();
        }

        try (EmbeddedBroker broker = EmbeddedBroker.start(port, data)) {
            waiting.get();

            assertThat(lines.get(0))
                    .startsWith("Kafka at " + broker.bootstrapServers() + " does not answer yet; waiting for up to ")
                    .endsWith(" s more (earshot.start.wait.ms)");
            assertThat(lines.size()).isLessThan(5);
        }
    }

    @Test
    void shouldGiveUpWhereNobodyAnswersInTime() throws IOException {
        KafkaStart start = startAt("127.0.0.1:" + freePort());

        long begin = System.nanoTime();
        assertThatThrownBy(() -> start.await(Duration.ofSeconds(2)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("does not answer in time");

        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(15));
    }

    @Test
    void shouldWaitForANameThatIsNotKnownYet() {
        KafkaStart start = startAt("kafka.invalid:9092");

        assertThatThrownBy(() -> start.await(Duration.ofMillis(800)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("kafka.invalid:9092");

        assertThat(lines).hasSize(1);
    }

    @Test
    void shouldNotWaitForASettingThatIsWrong() {
        Config config = Config.load(
                null, Map.of(), Map.of("kafka.bootstrap.servers", "h:1", "kafka.security.protocol", "NONSENSE"));
        KafkaStart start = new KafkaStart(() -> DetectorSetup.admin(config), "h:1", lines::add);

        assertThatThrownBy(() -> start.await(Duration.ofMinutes(10))).isInstanceOf(ConfigurationException.class);

        assertThat(lines).isEmpty();
    }

    @Test
    void shouldSayThatTheAudioTopicMayBeCompressed() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
            Topics.DEFAULT.create(admin, 1, Optional.of((short) 1));
            assertThat(doctor(broker)).contains("ok   topics         all there");
            var resource = new ConfigResource(ConfigResource.Type.TOPIC, "earshot.audio");
            var entry = new ConfigEntry("compression.type", "producer");

            admin.incrementalAlterConfigs(Map.of(resource, List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();

            assertThat(doctor(broker))
                    .contains("RED  topics         earshot.audio has compression.type=producer")
                    .contains("--add-config compression.type=uncompressed mends it");
        }
    }

    private static String doctor(EmbeddedBroker broker) {
        StringWriter out = new StringWriter();
        Main.commandLine()
                .setOut(new PrintWriter(out))
                .execute(
                        "doctor",
                        "--set",
                        "earshot.model=tiny",
                        "--set",
                        "earshot.device=cpu",
                        "--set",
                        "kafka.bootstrap.servers=" + broker.bootstrapServers());
        return out.toString();
    }

    private KafkaStart startAt(String servers) {
        Config config = Config.load(null, Map.of(), Map.of("kafka.bootstrap.servers", servers));
        return new KafkaStart(() -> DetectorSetup.admin(config), servers, lines::add);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
