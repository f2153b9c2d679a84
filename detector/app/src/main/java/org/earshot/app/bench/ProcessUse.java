package org.earshot.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.earshot.core.model.ConfigurationException;

/**
 * Processor time and resident memory of a process, from Linux's {@code /proc}.
 *
 * @param handle the process
 */
record ProcessUse(ProcessHandle handle) {
    private static final double NANOS = 1e9;

    /** Where {@code stat} has the user time, counted from behind the name; the system time follows. */
    private static final int USER_TICKS = 11;

    private static final double TICKS_PER_SECOND = 100;

    static ProcessUse ofThis() {
        return new ProcessUse(ProcessHandle.current());
    }

    /** User and system time of all threads since its start, in steps of 10 ms. */
    double cpuSeconds() {
        return handle.info()
                .totalCpuDuration()
                .map(time -> time.toNanos() / NANOS)
                .orElseThrow(() -> new ConfigurationException("bench: process " + handle.pid() + " has ended"));
    }

    /**
     * User and system time of the threads that compile, in steps of 10 ms: what warming up costs and steady work does not.
     * The time of such a thread that has ended is not in it.
     */
    double compilerSeconds() {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(handle.pid()), "task"))) {
            return threads.mapToDouble(ProcessUse::secondsIfCompiler).sum();
        } catch (IOException e) {
            return 0;
        }
    }

    private static double secondsIfCompiler(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            int end = stat.lastIndexOf(')');
            if (!stat.startsWith("C1 Comp", stat.indexOf('(') + 1)
                    && !stat.startsWith("C2 Comp", stat.indexOf('(') + 1)) {
                return 0;
            }
            List<String> fields = List.of(stat.substring(end + 2).split(" "));
            return (Long.parseLong(fields.get(USER_TICKS)) + Long.parseLong(fields.get(USER_TICKS + 1)))
                    / TICKS_PER_SECOND;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Resident memory, MiB. */
    double rssMb() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(handle.pid()), "status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
                }
            }
        } catch (IOException e) {
            return Double.NaN;
        }
        return Double.NaN;
    }
}
