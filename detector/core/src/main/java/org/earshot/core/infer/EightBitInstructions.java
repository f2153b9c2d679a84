package org.earshot.core.infer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the instructions with which a processor multiplies eight-bit numbers faster than float32. Measured on x86 only. */
final class EightBitInstructions {
    /** As Linux names them: dot products of four bytes in 512 and 256 bits, and Intel's tiles. */
    private static final List<String> NAMES = List.of("amx_int8", "avx512_vnni", "avx_vnni");

    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

    private EightBitInstructions() {}

    /** The first of them that this machine's processor has; empty where that is not known. */
    static Optional<String> here() {
        return in(PROCESSOR);
    }

    /** @param processor what Linux says of the processor; it need not exist */
    static Optional<String> in(Path processor) {
        try {
            Set<String> flags = new HashSet<>();
            Files.readAllLines(processor).stream()
                    .filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .ifPresent(line -> flags.addAll(Arrays.asList(line.split("\\s+"))));
            return NAMES.stream().filter(flags::contains).findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
