package org.earshot.app.page;

import io.javalin.http.sse.SseClient;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One browser. Messages wait in a queue, bounded in number and length, for a thread of its own, so that a browser that
 * reads slowly holds up nobody; one that falls behind by the whole queue is let go.
 */
final class PageClient {
    private static final int WAITING_MESSAGES = 2_000;
    private static final int WAITING_CHARACTERS = 4 << 20;
    static final int MOST_WATCHED = 64;

    private record Message(String name, String text) {}

    private final String id = UUID.randomUUID().toString();
    private final SseClient connection;
    private final BlockingQueue<Message> waiting = new ArrayBlockingQueue<>(WAITING_MESSAGES);
    private final AtomicInteger waitingCharacters = new AtomicInteger();
    private final Thread writer;
    private volatile Set<String> watched = Set.of();

    PageClient(SseClient connection) {
        this.connection = connection;
        this.writer = new Thread(this::write, "page-client");
        this.writer.setDaemon(true);
    }

    void start() {
        writer.start();
    }

    String id() {
        return id;
    }

    Set<String> watched() {
        return watched;
    }

    void watch(Collection<String> sources) {
        watched = Set.copyOf(sources.stream().distinct().limit(MOST_WATCHED).toList());
    }

    /** @return false if the browser is gone or too far behind */
    boolean offer(String message, String text) {
        if (connection.terminated() || waitingCharacters.get() > WAITING_CHARACTERS) {
            return false;
        }
        waitingCharacters.addAndGet(text.length());
        return waiting.offer(new Message(message, text));
    }

    void close() {
        writer.interrupt();
        connection.close();
    }

    private void write() {
        try {
            while (!connection.terminated()) {
                Message message = waiting.take();
                connection.sendEvent(message.name(), message.text());
                waitingCharacters.addAndGet(-message.text().length());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
