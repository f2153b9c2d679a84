package org.earshot.core.infer;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps the calls of ONNX Runtime and the end of the process apart. The runtime frees its environment in a shutdown hook of
 * its own; a call that is still running then is a segmentation fault, and a hook cannot be held back by another one. So
 * whoever ends the process {@linkplain #endAll ends the calls} first.
 *
 * <p>Static, as the runtime's environment is: there is one of each in a process. Safe for use by several threads.
 */
public final class NativeCalls {
    private static final ReentrantReadWriteLock LOCK = new ReentrantReadWriteLock();
    private static final Call CALL = LOCK.readLock()::unlock;

    /** A call in progress, or several by the same thread; closing it is its end. */
    public interface Call extends AutoCloseable {
        @Override
        void close();
    }

    private NativeCalls() {}

    /** Begins a call of ONNX Runtime; once the process ends it never returns. May be nested. */
    public static Call begin() {
        LOCK.readLock().lock();
        return CALL;
    }

    /**
     * Waits for the calls in progress and lets no other begin. Cannot be undone; to be called by a thread that then ends the
     * process.
     *
     * @return whether all of them ended in time; if not, nothing may run the runtime's shutdown hook
     */
    public static boolean endAll(Duration patience) {
        Lock all = LOCK.writeLock();
        try {
            return all.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return all.tryLock();
        }
    }
}
