package org.earshot.trainer.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** In which numbers the convolutions of a training step are computed; weights and results are float32 either way. */
public enum TrainingPrecision {
    /** {@link #BF16} for mask networks where the processor has AMX, else {@link #FP32}. */
    AUTO,
    /** float32 throughout. */
    FP32,
    /**
     * bfloat16 with float32 sums (Micikevicius et al. 2018, Mixed precision training). Faster on processors that multiply
     * bfloat16, slower on others.
     */
    BF16;

    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
    private static final String AMX = " amx_bf16";

    /** What {@link #AUTO} means for a network on this machine; the others mean themselves. */
    public TrainingPrecision resolved(String network) {
        if (this != AUTO) {
            return this;
        }
        boolean masks = network.equals(Networks.DDC) || network.equals(Networks.VGG);
        return masks && hasAmx() ? BF16 : FP32;
    }

    private static boolean hasAmx() {
        try {
            return Files.readString(PROCESSOR).contains(AMX);
        } catch (IOException e) {
            return false;
        }
    }
}
