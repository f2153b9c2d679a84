package org.earshot.trainer.net.tagger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** In which numbers the convolutions of a training step are computed; weights and results are float32 either way. */
public enum TrainingPrecision {
    /** {@link #BF16} for mask networks where the processor multiplies bfloat16 (AMX or AVX-512), else {@link #FP32}. */
    AUTO,
    /** float32 throughout. */
    FP32,
    /**
     * bfloat16 with float32 sums (Micikevicius et al. 2018, Mixed precision training). Faster on processors that multiply
     * bfloat16, slower on others.
     */
    BF16;

    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
    /** As Linux names the instructions: tiles of Intel's, and the vectors that AMD's processors have as well. */
    private static final List<String> INSTRUCTIONS = List.of("amx_bf16", "avx512_bf16");

    /** What {@link #AUTO} means for a network on this machine; the others mean themselves. */
    public TrainingPrecision resolved(String network) {
        if (this != AUTO) {
            return this;
        }
        return Networks.hasMasks(network) && multipliesBFloat16(PROCESSOR) ? BF16 : FP32;
    }

    /** @param processor what Linux says of the processor; false where there is no such file */
    static boolean multipliesBFloat16(Path processor) {
        try {
            String flags = Files.readString(processor);
            return INSTRUCTIONS.stream().anyMatch(name -> flags.contains(" " + name));
        } catch (IOException e) {
            return false;
        }
    }
}
