package org.earshot.streams.topology;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Shows whether the threads of the tasks work. Each open task has a pulse, which its processor beats whenever the clock
 * calls it, also between records; a thread that hangs in a store, in the network or in a client of Kafka beats no more.
 *
 * <p>Example: with tasks {@code 0_0} and {@code 0_1}, of which {@code 0_1} beat last 30 s ago and {@code 0_0} 10 ms ago,
 * {@link #longestSilence()} is 30 s of {@code 0_1}. Without a task there is no silence: an idle member works too.
 *
 * <p>Safe for use by several threads.
 */
public final class Heartbeat {
    private final LongSupplier nanoTime;
    private final Map<Pulse, String> pulses = new ConcurrentHashMap<>();

    /** By the process's own clock. */
    public Heartbeat() {
        this(System::nanoTime);
    }

    /** @param nanoTime a clock that never goes back, in nanoseconds */
    public Heartbeat(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * How long a task has not beaten.
     *
     * @param task e.g. {@code 0_3}, whose last number is the partition
     */
    public record Silence(String task, Duration time) {}

    /** One task's sign of life. {@link #beat()} is for the task's thread and costs a volatile write. */
    public final class Pulse implements AutoCloseable {
        private volatile long beatenAt = nanoTime.getAsLong();

        private Pulse() {}

        /** The task's thread was here. */
        public void beat() {
            beatenAt = nanoTime.getAsLong();
        }

        /** The task is no longer this process's. */
        @Override
        public void close() {
            pulses.remove(this);
        }
    }

    /** Watches a task from now on. */
    public Pulse open(String task) {
        Pulse pulse = new Pulse();
        pulses.put(pulse, task);
        return pulse;
    }

    /** The task that has been silent for the longest time; empty if there is no task. */
    public Optional<Silence> longestSilence() {
        long now = nanoTime.getAsLong();
        return pulses.entrySet().stream()
                .map(entry ->
                        new Silence(entry.getValue(), Duration.ofNanos(Math.max(0, now - entry.getKey().beatenAt))))
                .max(Comparator.comparing(Silence::time));
    }
}
