package org.earshot.app.command;

/** Runs a service in the foreground until the process is asked to end, and then lets it finish properly. */
public final class UntilStopped {
    private static final long PATIENCE_MS = 10_000;

    /** Work that returns some time after it was asked to stop. */
    public interface Service {
        void run() throws InterruptedException;
    }

    private UntilStopped() {}

    /** @param stop asks the service to return; called on SIGTERM or SIGINT */
    static void run(Service service, Runnable stop) throws InterruptedException {
        Thread worker = Thread.currentThread();
        Thread hook = new Thread(() -> {
            stop.run();
            try {
                worker.join(PATIENCE_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            service.run();
        } finally {
            forget(hook);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // It runs, and is waiting for this thread.
            return;
        }
    }
}
