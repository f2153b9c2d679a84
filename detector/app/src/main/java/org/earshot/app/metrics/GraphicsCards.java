package org.earshot.app.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Reads from Linux whether the driver sees a graphics card that CUDA could use. */
public final class GraphicsCards {
    private static final Path CARDS = Path.of("/proc/driver/nvidia/gpus");

    private GraphicsCards() {}

    public static boolean present() {
        return anyIn(CARDS);
    }

    static boolean anyIn(Path cards) {
        if (!Files.isDirectory(cards)) {
            return false;
        }
        try (Stream<Path> found = Files.list(cards)) {
            return found.findAny().isPresent();
        } catch (IOException e) {
            return false;
        }
    }
}
