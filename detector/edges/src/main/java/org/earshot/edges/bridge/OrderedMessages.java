package org.earshot.edges.bridge;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Hands messages to the client library in the order in which they come. While it takes none, which is so until it has connected for
 * the first time or failed to, they wait here, and none overtakes another. Safe for several threads.
 */
final class OrderedMessages {
    private static final long ASK_AGAIN_MS = 1_000;

    private record Waiting(Mqtt5Publish message, CompletableFuture<Object> taken) {}

    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private final BooleanSupplier takes;
    private final Function<Mqtt5Publish, CompletableFuture<?>> client;

    /**
     * No message waits yet.
     *
     * @param takes whether the client takes messages; once it does it goes on doing so
     * @param client hands a message on
     */
    OrderedMessages(BooleanSupplier takes, Function<Mqtt5Publish, CompletableFuture<?>> client) {
        this.takes = takes;
        this.client = client;
    }

    /**
     * Hands the message on, now or later.
     *
     * @return completes when the broker has taken it
     */
    synchronized CompletableFuture<?> send(Mqtt5Publish message) {
        if (waiting.isEmpty() && takes.getAsBoolean()) {
            return client.apply(message);
        }
        if (waiting.isEmpty()) {
            askLater();
        }
        var taken = new CompletableFuture<Object>();
        waiting.add(new Waiting(message, taken));
        return taken;
    }

    private void askLater() {
        CompletableFuture.delayedExecutor(ASK_AGAIN_MS, TimeUnit.MILLISECONDS, Runnable::run)
                .execute(this::ask);
    }

    private synchronized void ask() {
        if (!takes.getAsBoolean()) {
            askLater();
            return;
        }
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            CompletableFuture<Object> taken = next.taken;
            client.apply(next.message).whenComplete((done, failed) -> {
                if (failed == null) {
                    taken.complete(done);
                } else {
                    taken.completeExceptionally(failed);
                }
            });
        }
    }
}
