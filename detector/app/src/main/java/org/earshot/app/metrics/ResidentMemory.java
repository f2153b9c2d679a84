package org.earshot.app.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads from Linux how much of the process is in RAM, native memory of RocksDB and ONNX Runtime included. */
public final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String LINE = "VmRSS:";
    private static final int KIBIBYTE = 1024;

    private ResidentMemory() {}

    /** Bytes, or NaN where the system does not say. */
    public static double bytes() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(LINE)) {
                    return KIBIBYTE
                            * Double.parseDouble(
                                    line.substring(LINE.length()).strip().split(" ")[0]);
                }
            }
        } catch (IOException | NumberFormatException e) {
            return Double.NaN;
        }
        return Double.NaN;
    }
}
