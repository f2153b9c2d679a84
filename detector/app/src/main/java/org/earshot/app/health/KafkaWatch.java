package org.earshot.app.health;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka every two seconds, on a thread of its own, whether it is reachable and has what a detector needs. The
 * clients that read and write cannot say: they wait in silence, for hours if need be. Safe for use by several threads.
 */
public final class KafkaWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaWatch.class);
    private static final Duration PACE = Duration.ofSeconds(2);
    private static final long CLOSE_MS = 6_000;

    /**
     * How Kafka is.
     *
     * @param since when it came back, or when it was last well
     * @param sinceNanos the same by {@link System#nanoTime}, which nobody sets
     * @param problem what is wrong, to follow "Kafka "; empty if nothing is
     */
    public record State(Instant since, long sinceNanos, String problem) {
        public boolean isUp() {
            return problem.isEmpty();
        }

        /** How long it has been so. @param nanos now, by {@link System#nanoTime} */
        Duration lasted(long nanos) {
            return Duration.ofNanos(nanos - sinceNanos);
        }
    }

    private final KafkaProbe probe;
    private final Duration pace;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this::watch, "kafka-watch");
    private volatile State state = now();
    private State well = state;

    private KafkaWatch(KafkaProbe probe, Duration pace) {
        this.probe = probe;
        this.pace = pace;
    }

    static KafkaWatch start(KafkaProbe probe) {
        return start(probe, PACE);
    }

    static KafkaWatch start(KafkaProbe probe, Duration pace) {
        KafkaWatch watch = new KafkaWatch(probe, pace);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    public State state() {
        return state;
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        try (probe) {
            do {
                note(look());
            } while (!stopped.await(pace.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static State now() {
        return new State(Instant.now().truncatedTo(ChronoUnit.SECONDS), System.nanoTime(), "");
    }

    private Optional<String> look() throws InterruptedException {
        try {
            return probe.look();
        } catch (RuntimeException e) {
            return Optional.of("cannot be asked: " + e);
        }
    }

    private void note(Optional<String> problem) {
        State before = state;
        if (problem.isEmpty()) {
            well = now();
            if (!before.isUp()) {
                state = well;
                LOG.info(
                        "Kafka is well again after {} s",
                        before.lasted(well.sinceNanos()).toSeconds());
            }
        } else if (!before.problem().equals(problem.get())) {
            State last = before.isUp() ? well : before;
            state = new State(last.since(), last.sinceNanos(), problem.get());
            LOG.warn("Kafka unreachable since {}: it {}; work goes on when it is back", state.since(), state.problem());
        }
    }
}
