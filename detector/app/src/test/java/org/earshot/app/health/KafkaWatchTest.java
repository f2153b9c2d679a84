package org.earshot.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.earshot.app.setup.EmbeddedBroker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaWatchTest {
    private static final Duration PACE = Duration.ofMillis(20);

    @TempDir
    private java.nio.file.Path folder;

    @Test
    void shouldRememberWhenKafkaWasLastWellAndForgetItWhenItIsBack() {
        AtomicReference<Optional<String>> answer = new AtomicReference<>(Optional.empty());
        try (KafkaWatch watch = KafkaWatch.start(probe(answer), PACE)) {
            Instant before = Instant.now();
            assertThat(watch.state().isUp()).isTrue();

            answer.set(Optional.of("does not answer"));
            KafkaWatch.State away = await(watch, state -> !state.isUp());

            assertThat(away.problem()).isEqualTo("does not answer");
            assertThat(away.since()).isBetween(before.minusSeconds(2), Instant.now());

            answer.set(Optional.empty());

            assertThat(await(watch, KafkaWatch.State::isUp).problem()).isEmpty();
        }
    }

    @Test
    void shouldTakeAProbeThatFailsForAKafkaThatIsAway() {
        KafkaProbe failing = new KafkaProbe() {
            @Override
            public Optional<String> look() {
                throw new IllegalStateException("closed");
            }

            @Override
            public void close() {}
        };

        try (KafkaWatch watch = KafkaWatch.start(failing, PACE)) {
            assertThat(await(watch, state -> !state.isUp()).problem()).contains("closed");
        }
    }

    /** Needs a broker, which takes seconds: topics that vanish, and the broker itself. */
    @Test
    @Tag("integration")
    void shouldMissTopicsAndBrokersThatWereThere() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(0, folder);
        Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (Admin admin = Admin.create(client);
                TopicsProbe probe = new TopicsProbe(client, List.of("audio", "events"), "app-changelog")) {
            create(admin, "audio", "events");
            assertThat(probe.look()).isEmpty();

            create(admin, "app-changelog");
            assertThat(probe.look()).isEmpty();
            admin.deleteTopics(List.of("events", "app-changelog")).all().get();

            assertThat(until(
                            probe,
                            answer -> answer.filter(p -> p.contains("app-changelog"))
                                    .isPresent()))
                    .hasValueSatisfying(
                            problem -> assertThat(problem).contains("events").doesNotContain("audio"));
            create(admin, "events", "app-changelog");
            assertThat(until(probe, Optional::isEmpty)).isEmpty();
            admin.close(Duration.ofSeconds(1));

            broker.close();
            long asked = System.nanoTime();

            assertThat(probe.look()).contains("does not answer");
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(8));
        } finally {
            broker.close();
        }
    }

    private static Optional<String> until(TopicsProbe probe, Predicate<Optional<String>> condition) throws Exception {
        Optional<String> answer = probe.look();
        for (int n = 0; n < 100 && !condition.test(answer); n++) {
            LockSupport.parkNanos(50_000_000);
            answer = probe.look();
        }
        return answer;
    }

    private static void create(Admin admin, String... topics) throws Exception {
        for (String topic : topics) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    private static KafkaProbe probe(AtomicReference<Optional<String>> answer) {
        return new KafkaProbe() {
            @Override
            public Optional<String> look() {
                return answer.get();
            }

            @Override
            public void close() {}
        };
    }

    private static KafkaWatch.State await(KafkaWatch watch, Predicate<KafkaWatch.State> condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.test(watch.state())) {
            assertThat(System.nanoTime()).as("state %s", watch.state()).isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
        return watch.state();
    }
}
