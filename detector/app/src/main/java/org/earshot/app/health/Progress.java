package org.earshot.app.health;

import java.time.Duration;
import java.util.Optional;
import org.earshot.app.http.Health;
import org.earshot.streams.topology.Heartbeat;

/**
 * Judges whether the detector makes progress. A task whose thread neither reads nor scores for {@link #NOT_READY} is
 * not ready; after {@link #GIVEN_UP} only a restart helps. While Kafka is away threads wait for it, which is no
 * standstill: time counts from when it came back.
 *
 * <p>Example: a thread hangs in a store since 12:00:00. At 12:00:20 the detector is not ready, at 12:01:30 not alive.
 */
final class Progress {
    static final String PART = "work";
    static final Duration NOT_READY = Duration.ofSeconds(20);
    static final Duration GIVEN_UP = Duration.ofSeconds(90);
    /** A start or a rebalance that reads no stored record and changes no state for this long will not end. */
    static final Duration START_GIVEN_UP = Duration.ofMinutes(10);

    private Progress() {}

    /**
     * What is known of the threads.
     *
     * @param running whether Kafka Streams has all its tasks
     * @param silence of the task that has not beaten for the longest time
     * @param sinceProgress since a start or a rebalance came further
     */
    record Signs(boolean running, Optional<Heartbeat.Silence> silence, Duration sinceProgress) {}

    /** @param nanos now, by {@link System#nanoTime} */
    static Health judge(Signs signs, KafkaWatch.State kafka, long nanos) {
        if (!kafka.isUp()) {
            return new Health(PART, Health.State.WAITING, "waits for Kafka");
        }
        Duration excused = kafka.lasted(nanos);
        if (signs.silence().isPresent()) {
            Heartbeat.Silence silence = signs.silence().get();
            Duration silent = shorter(silence.time(), excused);
            if (silent.compareTo(NOT_READY) >= 0) {
                String words =
                        "task " + silence.task() + " has neither read nor scored for " + silent.toSeconds() + " s";
                return new Health(PART, dead(silent.compareTo(GIVEN_UP) >= 0), words);
            }
        }
        Duration stuck = shorter(signs.sinceProgress(), excused);
        if (!signs.running() && stuck.compareTo(NOT_READY) >= 0) {
            String words = "no task is ready and nothing was restored for " + stuck.toSeconds() + " s";
            return new Health(PART, dead(stuck.compareTo(START_GIVEN_UP) >= 0), words);
        }
        return new Health(PART, Health.State.UP, signs.silence().isPresent() ? "goes on" : "has no task");
    }

    private static Health.State dead(boolean dead) {
        return dead ? Health.State.DEAD : Health.State.WAITING;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
