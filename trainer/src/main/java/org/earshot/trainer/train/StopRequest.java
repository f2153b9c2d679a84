package org.earshot.trainer.train;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks a training loop to stop when the process is terminated, and delays the end of the process until the loop has
 * written its checkpoint: exiting within a training step would crash in native code.
 *
 * <p>Safe for use by several threads.
 */
public final class StopRequest implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final AtomicBoolean asked = new AtomicBoolean();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::askAndWait, "stop-training");

    /** A request that is made when the process is terminated. */
    public static StopRequest onShutdown() {
        StopRequest request = new StopRequest();
        Runtime.getRuntime().addShutdownHook(request.hook);
        return request;
    }

    /** Asks the loop to stop after the current step. */
    public void ask() {
        asked.set(true);
    }

    public boolean isAsked() {
        return asked.get();
    }

    /** Signals that the loop has ended and its checkpoint is written. */
    @Override
    public void close() {
        done.countDown();
        if (!isAsked()) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    private void askAndWait() {
        ask();
        try {
            done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
