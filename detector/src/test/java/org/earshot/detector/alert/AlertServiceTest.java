package org.earshot.detector.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.earshot.detector.alert.Events.ended;
import static org.earshot.detector.alert.Events.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.earshot.detector.app.EmbeddedBroker;
import org.earshot.detector.model.ConfigurationException;
import org.earshot.detector.stream.SingleObjectSerde;
import org.earshot.schema.SoundEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The alert service between a real Kafka and a real HTTP server that fails, recovers and refuses. */
class AlertServiceTest {
    private static final long PATIENCE_S = 30;
    private static EmbeddedBroker broker;

    private final BlockingQueue<JsonNode> delivered = new LinkedBlockingQueue<>();
    private final AtomicInteger status = new AtomicInteger(200);
    private final AtomicInteger requests = new AtomicInteger();
    private final String run = "run" + System.nanoTime();
    private final AlertTopics topics = new AlertTopics(run + ".events", run + ".alerts", run + ".dead-letters");
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private HttpServer server;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void startServer() throws Exception {
        try (Admin admin = Admin.create(kafka())) {
            admin.createTopics(List.of(
                            new NewTopic(topics.events(), 2, (short) 1),
                            new NewTopic(topics.alerts(), 1, (short) 1),
                            new NewTopic(topics.deadLetters(), 1, (short) 1)))
                    .all()
                    .get();
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            JsonNode alert = new ObjectMapper().readTree(exchange.getRequestBody());
            requests.incrementAndGet();
            if (status.get() == 200) {
                delivered.add(alert);
            }
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void shouldDeliverEachEventOnceThoughTheReceiverFailsAtFirst() throws Exception {
        status.set(500);
        try (Running service = start("")) {
            SoundEvent dog = event("a", "dog", now);
            write(dog);
            await(() -> requests.get() >= 2);
            status.set(200);
            write(ended(dog, Duration.ofSeconds(2)));
            write(event("b", "siren", now));

            assertThat(sourcesDelivered(2)).containsExactly("a", "b");
            assertThat(delivered.poll(500, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    @Test
    void shouldKeepItsCoolDownAcrossARestartAndRepeatNothing() throws Exception {
        String coolDown = ", cooldown_ms: 60000";
        try (Running service = start(coolDown)) {
            write(event("a", "dog", now));
            assertThat(sourcesDelivered(1)).containsExactly("a");
            await(() -> committed() > 0);
        }
        write(event("a", "dog", now.plusSeconds(30)));
        write(event("b", "dog", now.plusSeconds(30)));

        try (Running service = start(coolDown)) {
            assertThat(sourcesDelivered(1)).containsExactly("b");
            write(event("a", "dog", now.plusSeconds(61)));
            assertThat(sourcesDelivered(1)).containsExactly("a");
            assertThat(delivered.poll(500, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    @Test
    void shouldKeepWhatTheReceiverRefusesAsADeadLetterAndGoOn() throws Exception {
        status.set(400);
        try (Running service = start("")) {
            write(event("a", "dog", now));
            ConsumerRecord<byte[], byte[]> letter = read(topics.deadLetters()).get(0);
            status.set(200);
            write(event("b", "dog", now));

            assertThat(sourcesDelivered(1)).containsExactly("b");
            assertThat(SingleObjectSerde.soundEvent().decode(letter.value()).getSourceId())
                    .isEqualTo("a");
            assertThat(new String(letter.headers().lastHeader("earshot.detail").value(), StandardCharsets.UTF_8))
                    .contains("answered 400");
        }
    }

    @Test
    void shouldTellWhatWouldHaveBeenSentWithoutSendingIt() throws Exception {
        write(event("a", "dog", now));
        write(event("a", "dog", now.plusSeconds(10)));
        write(event("b", "dog", now.plusSeconds(20)));

        List<String> lines =
                new DryRun(config(", cooldown_ms: 60000"), topics.events(), kafka()).alerts(Duration.ofHours(1));

        assertThat(lines).hasSize(2).allMatch(line -> line.contains("\"would_send_to\":[\"hook\"]"));
        assertThat(requests).hasValue(0);
    }

    @Test
    void shouldMissItsTopicsBeforeTheFirstAlertAndNotAfter() throws Exception {
        AlertTopics fresh = new AlertTopics(topics.events(), run + ".log", topics.deadLetters());
        try (Admin admin = Admin.create(kafka())) {
            assertThatThrownBy(() -> fresh.require(admin))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(run + ".log")
                    .hasMessageContaining("--create-topics");

            assertThat(fresh.createLog(admin)).isTrue();
            assertThat(fresh.createLog(admin)).isFalse();
            // Made by the controller, it is a moment before the broker lists it.
            long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (!admin.listTopics().names().get().contains(run + ".log") && System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            fresh.require(admin);
        }
    }

    private AlertConfig config(String ruleKeys) {
        return Rules.parse("rules: [{name: all, send: [hook]" + ruleKeys + "}]\n"
                + "sinks: {hook: {type: webhook, url: 'http://127.0.0.1:"
                + server.getAddress().getPort() + "/'}}");
    }

    private Running start(String ruleKeys) {
        Map<String, Object> settings = kafka();
        settings.put("group.id", run);
        settings.put("auto.offset.reset", "earliest");
        return new Running(new AlertService(
                config(ruleKeys),
                topics,
                settings,
                new Delivery.Retry(200, Duration.ofMillis(20), Duration.ofMillis(100))));
    }

    private static Map<String, Object> kafka() {
        return new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private void write(SoundEvent event) throws Exception {
        try (var producer =
                new KafkaProducer<byte[], byte[]>(kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            topics.events(),
                            event.getSourceId().getBytes(StandardCharsets.UTF_8),
                            SingleObjectSerde.soundEvent().encode(event)))
                    .get();
        }
    }

    private List<String> sourcesDelivered(int count) throws InterruptedException {
        List<String> sources = new ArrayList<>();
        while (sources.size() < count) {
            JsonNode alert = delivered.poll(PATIENCE_S, TimeUnit.SECONDS);
            assertThat(alert).as("alert %d of %d", sources.size() + 1, count).isNotNull();
            sources.add(alert.at("/event/source_id").asText());
        }
        return sources;
    }

    private long committed() throws Exception {
        try (Admin admin = Admin.create(kafka())) {
            return admin.listConsumerGroupOffsets(run).partitionsToOffsetAndMetadata().get().values().stream()
                    .mapToLong(o -> o == null ? 0 : o.offset())
                    .sum();
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic) throws Exception {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (var consumer = EventReader.consumer(kafka())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            await(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
                return !found.isEmpty();
            });
        }
        return found;
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        Instant until = Instant.now().plusSeconds(PATIENCE_S);
        while (!condition.holds()) {
            assertThat(Instant.now()).as("still waiting").isBefore(until);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** A service on a thread of its own. */
    private static final class Running implements AutoCloseable {
        private final AlertService service;
        private final Thread thread;

        Running(AlertService service) {
            this.service = service;
            this.thread = new Thread(() -> {
                try {
                    service.run();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.start();
        }

        @Override
        public void close() throws InterruptedException {
            service.stop();
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_S));
            assertThat(thread.isAlive()).isFalse();
        }
    }
}
