package org.earshot.edges.alert;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.earshot.core.log.RateLimitedLog;
import org.earshot.edges.alert.sink.AlertSink;
import org.earshot.edges.alert.sink.DeliveryException;
import org.slf4j.LoggerFactory;

/**
 * One sink with its own thread and its own queue, so that one which fails, hangs or is slow holds up no other. A failed delivery
 * is tried again after a pause that doubles, with jitter, until its attempts or its time are used up.
 *
 * <p>The queue has a bound. A sink that delivers, only slower than alerts come in, is waited for ({@link #isBehind()}); one that
 * does not deliver is not: what would go beyond the bound is given up at once.
 *
 * <p>Safe for use by several threads.
 */
final class SinkQueue {
    /** Most alerts that wait; an alert is some 2 KB. */
    static final int CAPACITY = 10_000;

    private static final int BEHIND = CAPACITY / 2;
    private static final Duration DELIVERS = Duration.ofSeconds(5);
    private static final Duration LAST_DELIVERY = Duration.ofSeconds(2);

    private final RateLimitedLog log =
            new RateLimitedLog(LoggerFactory.getLogger(SinkQueue.class), Duration.ofSeconds(10));
    private final BlockingQueue<PendingDelivery> waiting = new LinkedBlockingQueue<>(CAPACITY);
    private final AlertSink sink;
    private final Retry retry;
    private final Consumer<PendingDelivery.Outcome> outcomes;
    private final Thread thread;
    private volatile long deliveredNanos = System.nanoTime();

    /** @param outcomes gets what became of each alert, from the sink's thread or that of {@link #add} */
    SinkQueue(AlertSink sink, Retry retry, Consumer<PendingDelivery.Outcome> outcomes) {
        this.sink = sink;
        this.retry = retry;
        this.outcomes = outcomes;
        this.thread = new Thread(this::work, "alert-" + sink.name());
        thread.setDaemon(true);
        thread.start();
    }

    /** Queues an alert; never waits. */
    void add(PendingDelivery delivery) {
        if (!waiting.offer(delivery)) {
            giveUp(delivery, CAPACITY + " alerts wait for this sink already");
        }
    }

    /** Whether it is better to read no more events until this sink, which is at work, has caught up. */
    boolean isBehind() {
        return waiting.size() >= BEHIND && System.nanoTime() - deliveredNanos < DELIVERS.toNanos();
    }

    private void work() {
        try {
            while (true) {
                deliver(waiting.take());
            }
        } catch (InterruptedException stopped) {
            // What was not delivered comes again at the next start.
        }
    }

    private void deliver(PendingDelivery delivery) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            if (delivery.partition().isRevoked()) {
                // Another instance delivers it.
                return;
            }
            if (isOverdue(delivery)) {
                giveUp(delivery, "not delivered within " + retry.patience().toSeconds() + " s");
                return;
            }
            String reason;
            boolean again;
            try {
                sink.send(delivery.alert());
                deliveredNanos = System.nanoTime();
                outcomes.accept(delivery.delivered());
                return;
            } catch (DeliveryException e) {
                reason = e.getMessage();
                again = e.isWorthRetrying();
            } catch (RuntimeException | LinkageError e) {
                reason = e.toString();
                again = false;
            }
            if (!again || failures >= retry.attempts()) {
                giveUp(delivery, reason);
                return;
            }
            long pauseMs = retry.pauseMs(failures);
            log.warn(
                    sink.name(),
                    "alert " + delivery.alert().id() + " to " + sink.name() + ": " + reason + "; next attempt in "
                            + pauseMs + " ms, " + waiting.size() + " more wait");
            Thread.sleep(pauseMs);
        }
    }

    private boolean isOverdue(PendingDelivery delivery) {
        return System.nanoTime() - delivery.sinceNanos() > retry.patience().toNanos();
    }

    private void giveUp(PendingDelivery delivery, String reason) {
        log.warn(
                sink.name() + " gives up",
                "alert " + delivery.alert().id() + " to " + sink.name() + " given up, now a dead letter: " + reason);
        outcomes.accept(delivery.givenUp(reason));
    }

    /** Begins no further delivery. */
    void stop() {
        thread.interrupt();
    }

    /** Gives a delivery that is under way a moment to end. */
    void awaitStop() throws InterruptedException {
        thread.join(LAST_DELIVERY.toMillis());
    }
}
