package org.earshot.app.bench;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** One source that sends a hundred seconds of sound a second, on a thread of its own, until this is closed. */
final class Flood implements AutoCloseable {
    /** Seconds of sound a second. */
    static final int SPEED = 100;

    private static final String SOURCE = "flood";

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Future<?> sending;

    /** @param feed is not used by others as long as the flood lasts, and not closed by it */
    Flood(ChunkFeed feed) {
        sending = thread.submit(() -> feed.sendAtSpeed(SOURCE, SPEED, over::get));
    }

    /** Ends it. @throws RuntimeException what sending met, if the broker refused a chunk */
    @Override
    public void close() {
        over.set(true);
        try {
            sending.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } finally {
            thread.shutdownNow();
        }
    }
}
