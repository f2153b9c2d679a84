package org.earshot.core.files;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.earshot.core.infer.NativeCalls;
import sun.misc.Signal;

/**
 * The process of a command line program: runs one command and ends when it has returned, or in good order when it is asked to
 * by SIGTERM, SIGINT or SIGHUP.
 *
 * <p>The signals are handled here and not by a shutdown hook, because ONNX Runtime has a hook of its own that frees what its
 * calls work with, and all hooks run at once. A signal asks the {@linkplain #untilStopped work that can be asked} to return,
 * waits for the command, then for the native calls of a command that was not to be asked, and only then lets the virtual
 * machine shut down. The exit code is 128 and the number of the signal: 143 for SIGTERM, 130 for SIGINT. Further signals change
 * nothing: {@code timeout} of coreutils and a terminal with a wrapper script send each one twice.
 *
 * <p>Static, because there is one process. Safe for use by several threads.
 */
public final class Program {
    private static final List<String> SIGNALS = List.of("TERM", "INT", "HUP");
    private static final int CODE_OF_SIGNALS = 128;
    private static final Duration SERVICE_PATIENCE = Duration.ofSeconds(10);
    private static final Duration CALL_PATIENCE = Duration.ofSeconds(10);

    /** As much as the system gives a program's first thread; native code is called with it. */
    private static final long STACK_BYTES = 8L << 20;

    private static final List<Asked> WORK = new CopyOnWriteArrayList<>();
    private static final AtomicInteger SIGNAL = new AtomicInteger();

    /**
     * Work that returns some time after it was asked to stop.
     *
     * @param <E> what it throws
     */
    public interface Service<E extends Exception> {
        void run() throws E;
    }

    private record Asked(Runnable stop, Duration patience) {}

    private Program() {}

    /**
     * Runs a command on a thread of its own and ends the process; does not return.
     *
     * @param command gives the exit code
     */
    public static void run(IntSupplier command) throws InterruptedException {
        AtomicInteger code = new AtomicInteger(ExitCodes.FAULT);
        Thread worker = new Thread(null, () -> code.set(command.getAsInt()), "command", STACK_BYTES);
        SIGNALS.forEach(name -> handle(name, worker));
        worker.start();
        worker.join();
        end(code.get());
    }

    /** Runs a service until it returns; a signal makes it do so, and then the process has ten seconds. */
    public static <E extends Exception> void untilStopped(Service<E> service, Runnable stop) throws E {
        untilStopped(service, stop, SERVICE_PATIENCE);
    }

    /**
     * Runs a service until it returns.
     *
     * @param stop asks the service to return; called on a signal
     * @param patience how long the command may then take before the process ends without it
     */
    public static <E extends Exception> void untilStopped(Service<E> service, Runnable stop, Duration patience)
            throws E {
        Asked asked = new Asked(stop, patience);
        WORK.add(asked);
        try {
            service.run();
        } finally {
            WORK.remove(asked);
        }
    }

    private static void handle(String name, Thread worker) {
        try {
            Signal.handle(new Signal(name), signal -> stop(signal.getNumber(), worker));
        } catch (IllegalArgumentException e) {
            // Windows has no SIGHUP, and with -Xrs the signals are left to the system.
            return;
        }
    }

    private static void stop(int signal, Thread worker) {
        if (!SIGNAL.compareAndSet(0, signal)) {
            return;
        }
        try {
            Duration patience = Duration.ZERO;
            for (Asked work : WORK) {
                work.stop().run();
                patience = work.patience().compareTo(patience) > 0 ? work.patience() : patience;
            }
            if (!patience.isZero()) {
                worker.join(patience.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(CODE_OF_SIGNALS + signal);
        }
    }

    private static synchronized void end(int code) {
        int last = SIGNAL.get() == 0 ? code : CODE_OF_SIGNALS + SIGNAL.get();
        if (NativeCalls.endAll(CALL_PATIENCE)) {
            System.exit(last);
        }
        Runtime.getRuntime().halt(last);
    }
}
