package org.earshot.app.setup;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives memory back to the system that the C library keeps after it was freed. The compiler of the virtual machine and the
 * optimiser of ONNX Runtime free tens of megabytes in a detector's first minutes, in pieces between others that stay.
 *
 * <p>Where the virtual machine cannot do that (before 17.0.9, without the module {@code jdk.management}, outside of glibc), memory is left
 * as it is. Safe for use by several threads.
 */
public final class NativeHeap implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NativeHeap.class);
    private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";
    private static final String TRIM = "systemTrimNativeHeap";

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "earshot-native-heap");
        thread.setDaemon(true);
        return thread;
    });

    private NativeHeap() {}

    /** Trims again and again until closed. @param every a trim takes some milliseconds of one core */
    public static NativeHeap trimmedEvery(Duration every) {
        NativeHeap heap = new NativeHeap();
        heap.thread.scheduleWithFixedDelay(heap::trimOrEnd, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        return heap;
    }

    private void trimOrEnd() {
        if (!trim()) {
            thread.shutdown();
        }
    }

    /** Gives back what can be given back now. @return false if the virtual machine has no such command */
    static boolean trim() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            LOG.debug("native memory: {}", server.invoke(new ObjectName(COMMANDS), TRIM, null, null));
            return true;
        } catch (JMException e) {
            LOG.debug("native memory is not given back: {}", e.toString());
            return false;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
