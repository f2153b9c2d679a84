package org.earshot.app.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.earshot.app.command.read.EventsCommand;
import org.earshot.core.model.ConfigurationException;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.framing.SampleEvents;
import org.earshot.streams.framing.SingleObjectSerde;
import org.earshot.streams.topology.Topics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Tag("integration")
class EmbeddedBrokerTest {
    @TempDir
    private Path folder;

    @Test
    void shouldCreateTopicsCarryCommittedEventsAndKeepThemOverARestart() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, folder.resolve("data"))) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) broker.bootstrapServers()))) {
                assertThat(Topics.DEFAULT.missing(admin)).containsExactlyInAnyOrderElementsOf(Topics.DEFAULT.names());
                Topics.DEFAULT.create(admin, 2, Optional.empty());
                assertThat(Topics.DEFAULT.create(admin, 2, Optional.empty())).isEmpty();
            }
            produce(broker.bootstrapServers());

            assertThat(events(broker.bootstrapServers(), "--max", "1").lines())
                    .singleElement()
                    .asString()
                    .contains(
                            "\"event_id\":\"committed\"", "\"phase\":\"ENDED\"", "\"onset\":\"2026-03-01T10:00:00Z\"");
            assertThat(events(
                                    broker.bootstrapServers(),
                                    "--max=1",
                                    "--label=Meow,Bark",
                                    "--source=d*r",
                                    "--format=TABLE")
                            .lines())
                    .containsExactly(
                            "onset (UTC)              seconds phase   score  label                source",
                            "2026-03-01 10:00:00         1.00 ENDED    0.50  Bark                 door");
            assertThat(events(broker.bootstrapServers(), "--timeout-ms=1000", "--label=Meow"))
                    .isEmpty();
            assertThat(events(broker.bootstrapServers(), "--timeout-ms=1000", "--source=window-*"))
                    .isEmpty();
        }

        try (EmbeddedBroker broker = EmbeddedBroker.start(0, folder.resolve("data"))) {
            String events = events(broker.bootstrapServers(), "--timeout-ms", "1500");

            assertThat(events).contains("committed").doesNotContain("aborted");
        }
    }

    @Test
    void shouldRefuseAPortThatIsTaken() throws Exception {
        try (var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedBroker.start(taken.getLocalPort(), folder))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("port " + taken.getLocalPort());
        }
    }

    private static String events(String bootstrapServers, String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine line = new CommandLine(new EventsCommand()).setOut(new PrintWriter(out));
        String[] all = new String[arguments.length + 3];
        all[0] = "--bootstrap-servers";
        all[1] = bootstrapServers;
        all[2] = "--from-beginning";
        System.arraycopy(arguments, 0, all, 3, arguments.length);

        assertThat(line.execute(all)).isZero();
        return out.toString();
    }

    private static void produce(String bootstrapServers) throws Exception {
        var serde = SingleObjectSerde.soundEvent();
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                "test");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), serde.serializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(Topics.DEFAULT.events(), "door", event("aborted")))
                    .get();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(Topics.DEFAULT.events(), "door", event("committed")))
                    .get();
            producer.commitTransaction();
        }
    }

    private static SoundEvent event(String id) {
        Instant time = Instant.parse("2026-03-01T10:00:00Z");
        return SampleEvents.ended(id, time).build();
    }
}
