package org.earshot.trainer.net.tagger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Precision of the convolutions in a training step; weights and results are always float32. */
public enum TrainingPrecision {
    /**
     * {@link #BF16} for mask networks if the processor can multiply bfloat16 (AMX or AVX-512) and its masks of noise are
     * those of {@link #FP32} up to rounding, else {@link #FP32}. On some machines oneDNN computes convolutions wrongly.
     */
    AUTO,
    /** float32 throughout. */
    FP32,
    /**
     * bfloat16 with float32 sums (Micikevicius et al. 2018, Mixed precision training). Faster on processors that can
     * multiply bfloat16, slower on others.
     */
    BF16;

    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
    /** Names of the instructions in Linux: Intel's tiles, and vectors that AMD processors have too. */
    private static final List<String> INSTRUCTIONS = List.of("amx_bf16", "avx512_bf16");

    /** True if a mask network is to train in bfloat16 where that is exact enough. */
    boolean triesBFloat16() {
        return this == BF16 || this == AUTO && multipliesBFloat16(PROCESSOR);
    }

    /** @param processor file in which Linux describes the processor; false if it does not exist */
    static boolean multipliesBFloat16(Path processor) {
        try {
            String flags = Files.readString(processor);
            return INSTRUCTIONS.stream().anyMatch(name -> flags.contains(" " + name));
        } catch (IOException e) {
            return false;
        }
    }
}
