package org.earshot.core.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.TestModels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Resident memory of the process stays where it was, whatever comes and goes in native code. Takes a thousand reloads. */
@Tag("integration")
class NativeMemoryTest {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int ROUNDS = 7;
    private static final int RELOADS = 150;
    private static final int SCORES = 500;
    /** More than the measure wavers, and less than the leak that the last test makes. */
    private static final double MOST_KB_A_RELOAD = 12;

    private static final double MOST_KB_A_SCORE = 4;

    @BeforeEach
    void needLinux() {
        assumeThat(STATUS).exists();
    }

    @Test
    void shouldNotGrowByReloads() {
        ModelFile model = TestModels.tiny();
        float[] block = OnnxMaskNetworkTest.noise(55 * 64, 1);

        double growth = kilobytesARun(RELOADS, () -> reload(model, block));

        assertThat(growth).isLessThan(MOST_KB_A_RELOAD);
    }

    @Test
    void shouldNotGrowByScores() {
        float[] blocks = OnnxMaskNetworkTest.noise(8 * 60 * 64, 1);
        try (OnnxMaskNetwork network =
                OnnxMaskNetwork.open(TestModels.tiny(), DeviceChoice.CPU, InferenceSettings.singleThreaded())) {
            int[] n = {0};

            double growth = kilobytesARun(SCORES, () -> network.score(blocks, 1 + n[0] % 8, 30 + n[0]++ % 30));

            assertThat(growth).isLessThan(MOST_KB_A_SCORE);
        }
    }

    @Test
    void shouldTellALeakOfSixtyKilobytesAReload() {
        ModelFile model = TestModels.tiny();
        float[] block = OnnxMaskNetworkTest.noise(55 * 64, 1);
        List<ByteBuffer> lost = new ArrayList<>();

        double growth = kilobytesARun(RELOADS, () -> {
            reload(model, block);
            lost.add(written(60 * 1024));
        });

        assertThat(lost).hasSize(ROUNDS * RELOADS);
        assertThat(growth).isGreaterThan(MOST_KB_A_RELOAD);
    }

    /** Slope of resident memory over the rounds after the first: the median of the slopes of all pairs (Theil-Sen). */
    private static double kilobytesARun(int runsARound, Runnable run) {
        double[] resident = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int n = 0; n < runsARound; n++) {
                run.run();
            }
            System.gc();
            resident[round] = residentKilobytes();
        }
        double[] slopes = IntStream.range(2, ROUNDS)
                .boxed()
                .flatMap(later -> IntStream.range(1, later)
                        .mapToObj(earlier ->
                                (resident[later] - resident[earlier]) / ((later - earlier) * (double) runsARound)))
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return slopes[slopes.length / 2];
    }

    private static void reload(ModelFile model, float[] block) {
        try (OnnxMaskNetwork network =
                OnnxMaskNetwork.open(model, DeviceChoice.CPU, InferenceSettings.singleThreaded())) {
            network.score(block, 1, 55);
        }
    }

    /** Native memory counts as resident only once it was written to. */
    private static ByteBuffer written(int bytes) {
        ByteBuffer memory = ByteBuffer.allocateDirect(bytes);
        for (int at = 0; at < bytes; at += 1024) {
            memory.put(at, (byte) 1);
        }
        return memory;
    }

    private static double residentKilobytes() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
