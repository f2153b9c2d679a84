package org.earshot.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.earshot.app.http.Health;
import org.earshot.streams.topology.Heartbeat;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final long NANOS = 77_000_000_000_000L;
    private static final KafkaWatch.State WELL = kafka(3_600, "");

    @Test
    void shouldBeWellWhileTheTasksBeat() {
        assertThat(judge(running(Duration.ofMillis(30)), WELL).state()).isEqualTo(Health.State.UP);
        assertThat(judge(new Progress.Signs(true, Optional.empty(), Duration.ofDays(1)), WELL)
                        .state())
                .isEqualTo(Health.State.UP);
    }

    @Test
    void shouldBeNotReadyAndThenNotAliveWhenATaskHangs() {
        assertThat(judge(running(Duration.ofSeconds(19)), WELL).state()).isEqualTo(Health.State.UP);
        assertThat(judge(running(Duration.ofSeconds(21)), WELL)).satisfies(health -> {
            assertThat(health.state()).isEqualTo(Health.State.WAITING);
            assertThat(health.detail()).contains("task 0_3 has neither read nor scored for 21 s");
        });
        assertThat(judge(running(Duration.ofSeconds(91)), WELL).state()).isEqualTo(Health.State.DEAD);
    }

    @Test
    void shouldBearWithThreadsThatWaitForKafka() {
        var away = kafka(900, "does not answer");
        var justBack = kafka(10, "");

        assertThat(judge(running(Duration.ofSeconds(900)), away).state()).isEqualTo(Health.State.WAITING);
        assertThat(judge(running(Duration.ofSeconds(900)), justBack).state()).isEqualTo(Health.State.UP);
    }

    @Test
    void shouldNoticeATaskThatHangsThoughTheClockWasSetBack() {
        var ahead = new KafkaWatch.State(NOW.plusSeconds(3_600), WELL.sinceNanos(), "");

        assertThat(judge(running(Duration.ofSeconds(91)), ahead).state()).isEqualTo(Health.State.DEAD);
    }

    @Test
    void shouldGiveUpAStartOnlyWhenNothingMovesForLong() {
        assertThat(judge(starting(Duration.ofSeconds(5)), WELL).state()).isEqualTo(Health.State.UP);
        assertThat(judge(starting(Duration.ofMinutes(5)), WELL).state()).isEqualTo(Health.State.WAITING);
        assertThat(judge(starting(Duration.ofMinutes(11)), WELL).state()).isEqualTo(Health.State.DEAD);
    }

    private static Health judge(Progress.Signs signs, KafkaWatch.State kafka) {
        return Progress.judge(signs, kafka, NANOS);
    }

    private static KafkaWatch.State kafka(long seconds, String problem) {
        return new KafkaWatch.State(
                NOW.minusSeconds(seconds), NANOS - Duration.ofSeconds(seconds).toNanos(), problem);
    }

    private static Progress.Signs running(Duration silence) {
        return new Progress.Signs(true, Optional.of(new Heartbeat.Silence("0_3", silence)), Duration.ofDays(1));
    }

    private static Progress.Signs starting(Duration sinceProgress) {
        return new Progress.Signs(false, Optional.empty(), sinceProgress);
    }
}
