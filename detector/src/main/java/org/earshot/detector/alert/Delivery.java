package org.earshot.detector.alert;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings alerts to their sinks, each sink on a thread of its own so that one that hangs delays no other. A failed
 * delivery is tried again after a pause that doubles, with jitter, until the attempts are used up.
 *
 * <p>For one thread, but for {@link #close()}.
 */
final class Delivery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    /**
     * How often and how patiently.
     *
     * @param attempts deliveries that are tried in all, at least 1
     * @param firstPause time before the second attempt; doubles from there
     * @param longestPause bound on that time
     */
    record Retry(int attempts, Duration firstPause, Duration longestPause) {
        static final Retry DEFAULT = new Retry(8, Duration.ofMillis(500), Duration.ofSeconds(30));

        /** Pause after that many failures, between half and the whole of the doubled time. */
        long pauseMs(int failures) {
            long whole = Math.min(longestPause.toMillis(), firstPause.toMillis() << Math.min(failures - 1, 20));
            return whole / 2 + ThreadLocalRandom.current().nextLong(whole / 2 + 1);
        }
    }

    /** An alert that no attempt brought to a sink. */
    record Failure(Alert alert, String sink, String reason) {}

    private final Map<String, AlertSink> sinks;
    private final Map<String, ExecutorService> threads = new HashMap<>();
    private final Retry retry;

    Delivery(Map<String, AlertSink> sinks, Retry retry) {
        this.sinks = sinks;
        this.retry = retry;
        for (String name : sinks.keySet()) {
            threads.put(name, Executors.newSingleThreadExecutor(work -> {
                Thread thread = new Thread(work, "alert-" + name);
                thread.setDaemon(true);
                return thread;
            }));
        }
    }

    /** Begins to deliver to every sink of the alert's rule. Each future gives null, or why it was given up. */
    List<Future<Failure>> begin(Alert alert) {
        List<Future<Failure>> deliveries = new ArrayList<>();
        for (String sink : alert.rule().sinks()) {
            deliveries.add(threads.get(sink).submit(() -> deliver(alert, sinks.get(sink))));
        }
        return deliveries;
    }

    /** What a finished delivery ended with. */
    static Failure result(Future<Failure> delivery) throws InterruptedException {
        try {
            return delivery.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an alert sink failed in an unforeseen way", e.getCause());
        }
    }

    private Failure deliver(Alert alert, AlertSink sink) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            String reason;
            boolean again;
            try {
                sink.send(alert);
                return null;
            } catch (DeliveryException e) {
                reason = e.getMessage();
                again = e.isWorthRetrying();
            } catch (RuntimeException e) {
                reason = e.toString();
                again = false;
            }
            if (!again || failures >= retry.attempts()) {
                LOG.error("alert {} to {} given up after {} attempts: {}", alert.id(), sink.name(), failures, reason);
                return new Failure(alert, sink.name(), reason);
            }
            long pauseMs = retry.pauseMs(failures);
            LOG.warn("alert {} to {}: {}; next attempt in {} ms", alert.id(), sink.name(), reason, pauseMs);
            Thread.sleep(pauseMs);
        }
    }

    /** Stops at once; what was under way is delivered again after the next start. */
    @Override
    public void close() {
        threads.values().forEach(ExecutorService::shutdownNow);
    }
}
