package org.earshot.app.page;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A daemon thread that starts its work again after a failure: the page must outlive a broker that is away. */
final class PageThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PageThread.class);
    private static final long PAUSE_MS = 5_000;
    private static final long PATIENCE_MS = 5_000;

    /** Work that asks between its steps, a few times a second, whether it is to go on. */
    interface Work {
        void run(Stop stop) throws InterruptedException;
    }

    /** Whether the work is to end. Not an interrupt, which would tear Kafka's clients out of what they do. */
    static final class Stop {
        private final CountDownLatch stopped = new CountDownLatch(1);

        boolean isAsked() {
            return stopped.getCount() == 0;
        }

        /** Waits that long, or less if the work is to end. @return true if it is to end */
        boolean pause(long milliseconds) throws InterruptedException {
            return stopped.await(milliseconds, TimeUnit.MILLISECONDS);
        }
    }

    private final Stop stop = new Stop();
    private final Thread thread;

    PageThread(String name, Work work) {
        thread = new Thread(() -> keepRunning(name, work), name);
        thread.setDaemon(true);
        thread.start();
    }

    private void keepRunning(String name, Work work) {
        try {
            while (!stop.isAsked()) {
                try {
                    work.run(stop);
                } catch (RuntimeException e) {
                    LOG.warn("{}: {}; trying again in {} s", name, e.toString(), PAUSE_MS / 1_000);
                    stop.pause(PAUSE_MS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks the work to end and waits a moment for it. */
    @Override
    public void close() {
        stop.stopped.countDown();
        try {
            thread.join(PATIENCE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
