package org.earshot.trainer.train;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.earshot.core.files.Program;

/**
 * Asks a training loop to stop after its current step, for instance because the process is to end: ending it within a step
 * would crash in native code and lose what was learnt since the last checkpoint.
 *
 * <p>Safe for use by several threads.
 */
public final class StopRequest {
    /** A step, a validation and the checkpoint of the largest network on a slow machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final AtomicBoolean asked = new AtomicBoolean();

    /** Work that ends soon after a stop was requested. */
    public interface Work {
        void run(StopRequest stop);
    }

    /** Runs work with a request that is made when the process is asked to end, which then waits for the work. */
    public static void untilStopped(Work work) {
        StopRequest stop = new StopRequest();
        Program.untilStopped(() -> work.run(stop), stop::ask, PATIENCE);
    }

    /** Asks the loop to stop after the current step. */
    public void ask() {
        asked.set(true);
    }

    public boolean isAsked() {
        return asked.get();
    }
}
