package org.earshot.detector.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.earshot.detector.model.ModelFile;
import org.earshot.detector.model.TestModels;
import org.junit.jupiter.api.Test;

/** Resident memory of the process stays where it was, whatever comes and goes in native code. */
class NativeMemoryTest {
    private static final Path STATUS = Path.of("/proc/self/status");

    @Test
    void shouldNotGrowOverThousandReloads() throws IOException {
        assumeThat(STATUS).exists();
        ModelFile model = TestModels.tiny();
        float[] block = OnnxMaskNetworkTest.noise(55 * 64, 1);
        reload(model, block, 200);
        long before = residentKilobytes();

        reload(model, block, 1_000);

        assertThat(residentKilobytes() - before).isLessThan(100 * 1024);
    }

    @Test
    void shouldNotGrowOverManyScores() throws IOException {
        assumeThat(STATUS).exists();
        float[] blocks = OnnxMaskNetworkTest.noise(8 * 60 * 64, 1);
        try (OnnxMaskNetwork network =
                OnnxMaskNetwork.open(TestModels.tiny(), DeviceChoice.CPU, InferenceSettings.singleThreaded())) {
            score(network, blocks, 500);
            long before = residentKilobytes();

            score(network, blocks, 3_000);

            assertThat(residentKilobytes() - before).isLessThan(100 * 1024);
        }
    }

    private static void reload(ModelFile model, float[] block, int times) {
        for (int i = 0; i < times; i++) {
            try (OnnxMaskNetwork network =
                    OnnxMaskNetwork.open(model, DeviceChoice.CPU, InferenceSettings.singleThreaded())) {
                network.score(block, 1, 55);
            }
        }
    }

    private static void score(OnnxMaskNetwork network, float[] blocks, int times) {
        for (int i = 0; i < times; i++) {
            network.score(blocks, 1 + i % 8, 30 + i % 30);
        }
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
