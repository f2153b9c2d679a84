package org.earshot.edges.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.earshot.edges.alert.Events.ended;
import static org.earshot.edges.alert.Events.event;
import static org.earshot.edges.alert.Events.status;

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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
import org.earshot.app.setup.EmbeddedBroker;
import org.earshot.core.model.ConfigurationException;
import org.earshot.edges.alert.rule.AlertRule;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceState;
import org.earshot.schema.SourceStatus;
import org.earshot.streams.framing.SingleObjectSerde;
import org.earshot.streams.topology.DeadLetter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The alert service between a real Kafka and a real HTTP server that fails, recovers and refuses. */
@Tag("integration")
class AlertServiceTest {
    private static final long PATIENCE_S = 120;
    private static final int HANGS = 0;
    private static final String ALL = "rules: [{name: all, send: [hook]}]";
    private static EmbeddedBroker broker;

    private final Map<String, Receiver> receivers = new ConcurrentHashMap<>();
    private final Receiver hook = receiver("/hook");
    private final Receiver other = receiver("/other");
    private final CountDownLatch testOver = new CountDownLatch(1);
    private final String run = "run" + System.nanoTime();
    private final AlertTopics topics =
            new AlertTopics(run + ".events", run + ".source-status", run + ".alerts", run + ".dead-letters");
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final ExecutorService threads = Executors.newCachedThreadPool();
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
                            new NewTopic(topics.sourceStatus(), 2, (short) 1),
                            new NewTopic(topics.alerts(), 1, (short) 1),
                            new NewTopic(topics.deadLetters(), 1, (short) 1)))
                    .all()
                    .get();
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            Receiver receiver = receivers.get(exchange.getRequestURI().getPath());
            JsonNode alert = new ObjectMapper().readTree(exchange.getRequestBody());
            receiver.requests.incrementAndGet();
            int answer = receiver.status.get();
            if (answer == HANGS) {
                awaitEndOfTest();
            } else if (answer == 200) {
                receiver.delivered.add(alert);
            }
            exchange.sendResponseHeaders(answer == HANGS ? 503 : answer, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        testOver.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void shouldDeliverEachEventOnceThoughTheReceiverFailsAtFirst() throws Exception {
        hook.status.set(500);
        try (Running service = start(ALL)) {
            SoundEvent dog = event("a", "dog", now);
            write(dog);
            await(() -> hook.requests.get() >= 2);
            hook.status.set(200);
            write(ended(dog, Duration.ofSeconds(2)));
            write(event("a", "siren", now));

            assertThat(delivered(hook, 2)).containsExactly("a dog", "a siren");
            assertThat(hook.delivered).isEmpty();
        }
    }

    @Test
    void shouldKeepItsCoolDownAcrossARestartAndRepeatNothing() throws Exception {
        String coolDown = "rules: [{name: all, send: [hook], cooldown_ms: 60000}]";
        try (Running service = start(coolDown)) {
            write(event("a", "dog", now));
            assertThat(delivered(hook, 1)).containsExactly("a dog");
            await(() -> committed() > 0);
        }
        write(event("a", "dog", now.plusSeconds(30)));
        write(event("a", "siren", now.plusSeconds(30)));

        try (Running service = start(coolDown)) {
            assertThat(delivered(hook, 1)).containsExactly("a siren");
            write(event("a", "dog", now.plusSeconds(61)));
            write(event("a", "gun_shot", now.plusSeconds(61)));
            assertThat(delivered(hook, 2)).containsExactly("a dog", "a gun_shot");
        }
    }

    @Test
    void shouldKeepWhatTheReceiverRefusesAsADeadLetterAndGoOn() throws Exception {
        hook.status.set(400);
        try (Running service = start(ALL)) {
            write(event("a", "dog", now));
            ConsumerRecord<byte[], byte[]> letter = read(topics.deadLetters()).get(0);
            hook.status.set(200);
            write(event("b", "dog", now));

            assertThat(delivered(hook, 1)).containsExactly("b dog");
            assertThat(SingleObjectSerde.soundEvent().decode(letter.value()).getSourceId())
                    .isEqualTo("a");
            assertThat(header(letter, DeadLetter.REASON)).isEqualTo("alert_not_delivered");
            assertThat(header(letter, DeadLetter.DETAIL)).contains("answered 400");
            assertThat(header(letter, DeadLetter.TOPIC)).isEqualTo(topics.events());
            assertThat(header(letter, "earshot.dead-letter.sink")).isEqualTo("hook");
            await(() -> committed() == 2);
        }
    }

    @Test
    void shouldDeliverToOneSinkWhileAnotherHangsAndCommitNothingThatWaits() throws Exception {
        other.status.set(HANGS);
        try (Running service =
                start("rules: [{name: all, send: [hook]}, {name: dogs, labels: [dog], send: [other]}]")) {
            write(event("a", "dog", now));
            await(() -> other.requests.get() == 1);
            for (int i = 1; i <= 20; i++) {
                write(event("a", i % 2 == 0 ? "dog" : "siren", now.plusSeconds(i)));
            }

            assertThat(delivered(hook, 21)).hasSize(21);
            assertThat(other.requests).hasValue(1);
            assertThat(committed()).isZero();
        }
    }

    @Test
    void shouldBringASinkAfterARestartWhatOnlyItLacks() throws Exception {
        other.status.set(500);
        String both = "rules: [{name: all, send: [hook, other]}]";
        try (Running service = start(both)) {
            write(event("a", "dog", now));
            assertThat(delivered(hook, 1)).containsExactly("a dog");
            await(() -> !read(topics.alerts()).isEmpty());
        }
        other.status.set(200);

        try (Running service = start(both)) {
            assertThat(delivered(other, 1)).containsExactly("a dog");
            write(event("a", "siren", now));
            assertThat(delivered(other, 1)).containsExactly("a siren");
            assertThat(delivered(hook, 1)).containsExactly("a siren");
            await(() -> committed() == 2);
        }
    }

    @Test
    void shouldLoseNothingWhenPartitionsMoveWhileASinkIsWaitedFor() throws Exception {
        List<String> all = new ArrayList<>();
        hook.status.set(500);
        try (Running first = start(ALL)) {
            for (int i = 0; i < 10; i++) {
                all.add("mic-" + i + " dog");
                write(event("mic-" + i, "dog", now));
            }
            await(() -> hook.requests.get() >= 2);
            try (Running second = start(ALL)) {
                await(() -> members() == 2);
                for (int i = 10; i < 20; i++) {
                    all.add("mic-" + i + " dog");
                    write(event("mic-" + i, "dog", now));
                }
                hook.status.set(200);
                Set<String> got = new HashSet<>();
                while (got.size() < all.size()) {
                    got.addAll(delivered(hook, 1));
                }

                assertThat(got).containsExactlyInAnyOrderElementsOf(all);
            }
            write(event("late", "dog", now));
            Set<String> got = new HashSet<>();
            while (!got.contains("late dog")) {
                got.addAll(delivered(hook, 1));
            }
            await(() -> committed() == 21);
        }
    }

    @Test
    void shouldTellWhatWouldHaveBeenSentWithoutSendingIt() throws Exception {
        write(event("a", "dog", now));
        write(event("a", "dog", now.plusSeconds(10)));
        write(event("b", "dog", now.plusSeconds(20)));

        List<String> lines = new ArrayList<>();
        new DryRun(config("rules: [{name: all, send: [hook], cooldown_ms: 60000}]"), topics, kafka())
                .alerts(Duration.ofHours(1), lines::add);

        assertThat(lines).hasSize(2).allMatch(line -> line.contains("\"would_send_to\":[\"hook\"]"));
        assertThat(hook.requests).hasValue(0);
    }

    @Test
    void shouldMissTheTopicsOfWhatItIsToTellAndNotCreateThem() throws Exception {
        AlertTopics wrong =
                new AlertTopics(run + ".event", topics.sourceStatus(), topics.alerts(), topics.deadLetters());

        assertThatThrownBy(() -> new DryRun(config(ALL), wrong, kafka()).alerts(Duration.ofHours(1), line -> {}))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(run + ".event");
        try (Admin admin = Admin.create(kafka())) {
            assertThat(admin.listTopics().names().get()).doesNotContain(run + ".event");
        }
    }

    @Test
    void shouldDeliverWhatCameToAnUnreadPartitionWhileItWasStopped() throws Exception {
        try (Running service = start(ALL, "latest")) {
            await(() -> begun() == 2);
        }
        write(event("a", "dog", now));

        try (Running service = start(ALL, "latest")) {
            assertThat(delivered(hook, 1)).containsExactly("a dog");
        }
    }

    @Test
    void shouldTellOfASourceOnceHoweverLongItIsSilent() throws Exception {
        String silent = "rules: [{name: mics, source_is: silent for 2s, send: [hook, other]}]";
        other.status.set(500);
        try (Running service = start(silent)) {
            write(status("a", SourceState.SILENT, now));
            write(status("b", SourceState.HEALTHY, now));
            JsonNode alert = hook.delivered.poll(PATIENCE_S, TimeUnit.SECONDS);
            assertThat(alert.at("/condition").asText()).isEqualTo("silent");
            assertThat(alert.at("/status/source_id").asText()).isEqualTo("a");
            assertThat(alert.at("/since").asText()).isEqualTo(now.toString());
            await(() -> !read(topics.alerts()).isEmpty());
        }
        other.status.set(200);

        try (Running service = start(silent)) {
            write(status("a", SourceState.SILENT, now.plusSeconds(10)));
            assertThat(other.delivered.poll(PATIENCE_S, TimeUnit.SECONDS)).isNotNull();
            write(status("a", SourceState.HEALTHY, now.plusSeconds(20)));
            write(status("a", SourceState.SILENT, now.plusSeconds(30)));
            write(status("a", SourceState.SILENT, now.plusSeconds(40)));
            JsonNode second = hook.delivered.poll(PATIENCE_S, TimeUnit.SECONDS);
            assertThat(second.at("/since").asText())
                    .isEqualTo(now.plusSeconds(30).toString());
            assertThat(hook.delivered).isEmpty();
        }
    }

    @Test
    void shouldMissItsTopicsBeforeTheFirstAlertAndNotAfter() throws Exception {
        AlertTopics fresh = new AlertTopics(topics.events(), topics.sourceStatus(), run + ".log", topics.deadLetters());
        List<AlertRule> rules = config(ALL).rules();
        try (Admin admin = Admin.create(kafka())) {
            assertThatThrownBy(() -> fresh.require(admin, rules))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(run + ".log")
                    .hasMessageContaining("--create-topics");

            assertThat(fresh.createLog(admin)).isTrue();
            assertThat(fresh.createLog(admin)).isFalse();
            // Made by the controller, it is a moment before the broker lists it.
            await(() -> admin.listTopics().names().get().contains(run + ".log"));
            fresh.require(admin, rules);
        }
    }

    private AlertConfig config(String rules) {
        // Longer than a machine with much to do takes for an answer: what hangs here hangs on purpose.
        String sink = "{type: webhook, timeout_ms: 600000, url: 'http://127.0.0.1:"
                + server.getAddress().getPort();
        return Rules.parse(rules + "\nsinks:\n  hook: " + sink + "/hook'}\n  other: " + sink + "/other'}\n");
    }

    private Running start(String rules) {
        return start(rules, "earliest");
    }

    /** @param from where a group begins that has committed nothing */
    private Running start(String rules, String from) {
        Map<String, Object> settings = kafka();
        settings.put("group.id", run);
        settings.put("auto.offset.reset", from);
        return new Running(new AlertService(
                config(rules),
                topics,
                settings,
                new Retry(10_000, Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofMinutes(10))));
    }

    private static Map<String, Object> kafka() {
        return new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private void write(SourceStatus status) throws Exception {
        write(
                topics.sourceStatus(),
                status.getUpdatedAt(),
                status.getSourceId(),
                SingleObjectSerde.sourceStatus().encode(status));
    }

    /** As if the record was written when the sound began. */
    private void write(SoundEvent event) throws Exception {
        write(
                topics.events(),
                event.getOnset(),
                event.getSourceId(),
                SingleObjectSerde.soundEvent().encode(event));
    }

    private void write(String topic, Instant at, String source, byte[] value) throws Exception {
        try (var producer =
                new KafkaProducer<byte[], byte[]>(kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            topic, null, at.toEpochMilli(), source.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        }
    }

    /** The next alerts, each as its source and label. */
    private static List<String> delivered(Receiver receiver, int count) throws InterruptedException {
        List<String> alerts = new ArrayList<>();
        while (alerts.size() < count) {
            JsonNode alert = receiver.delivered.poll(PATIENCE_S, TimeUnit.SECONDS);
            assertThat(alert).as("alert %d of %d", alerts.size() + 1, count).isNotNull();
            alerts.add(alert.at("/event/source_id").asText() + " "
                    + alert.at("/event/label").asText());
        }
        return alerts;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private int members() throws Exception {
        try (Admin admin = Admin.create(kafka())) {
            return (int) admin.describeConsumerGroups(List.of(run)).describedGroups().get(run).get().members().stream()
                    .filter(member -> !member.assignment().topicPartitions().isEmpty())
                    .count();
        }
    }

    private long committed() throws Exception {
        try (Admin admin = Admin.create(kafka())) {
            return admin.listConsumerGroupOffsets(run).partitionsToOffsetAndMetadata().get().values().stream()
                    .mapToLong(o -> o == null ? 0 : o.offset())
                    .sum();
        }
    }

    /** Partitions of which the group has committed where it is. */
    private int begun() throws Exception {
        try (Admin admin = Admin.create(kafka())) {
            return admin.listConsumerGroupOffsets(run)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .size();
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic) throws Exception {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (var consumer = RecordReader.consumer(kafka())) {
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

    private void awaitEndOfTest() {
        try {
            testOver.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Receiver receiver(String path) {
        return receivers.computeIfAbsent(path, p -> new Receiver());
    }

    /** Somebody who gets alerts, or does not. */
    private static final class Receiver {
        private final AtomicInteger status = new AtomicInteger(200);
        private final AtomicInteger requests = new AtomicInteger();
        private final BlockingQueue<JsonNode> delivered = new LinkedBlockingQueue<>();
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
