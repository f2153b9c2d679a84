package org.earshot.detector.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.earshot.detector.model.ConfigurationException;

/**
 * Processor time and resident memory of a process, from Linux's {@code /proc}.
 *
 * @param handle the process
 */
record ProcessUse(ProcessHandle handle) {
    private static final double NANOS = 1e9;

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
