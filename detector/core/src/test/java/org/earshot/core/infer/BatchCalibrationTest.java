package org.earshot.core.infer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntToLongFunction;
import org.earshot.core.model.TestModels;
import org.junit.jupiter.api.Test;

class BatchCalibrationTest {
    @Test
    void shouldStayWithOneBlockWhereMoreAreNoFaster() {
        assertThat(chosen(batch -> 1_000_000L * batch, Duration.ofHours(1))).isEqualTo(1);
    }

    @Test
    void shouldTakeTheSmallestBatchThatSharesTheFixedCost() {
        // A call costs 8 ms however many blocks it has, up to 8 of them.
        assertThat(chosen(batch -> 8_000_000L * Math.max(1, batch / 8), Duration.ofHours(1)))
                .isEqualTo(8);
    }

    @Test
    void shouldStopWhenItsTimeIsUp() {
        assertThat(chosen(batch -> 8_000_000L, Duration.ofMillis(40))).isEqualTo(2);
    }

    @Test
    void shouldScoreTheSameWhateverWasChosen() {
        float[] blocks = OnnxMaskNetworkTest.noise(5 * 40 * 64, 1);
        try (OnnxMaskNetwork network =
                OnnxMaskNetwork.open(TestModels.tiny(), DeviceChoice.CPU, new InferenceSettings(1, 8))) {
            float[] before = network.score(blocks, 5, 40).activity();

            int batch = network.calibrate(40, Duration.ofMillis(50));

            assertThat(batch).isBetween(1, 8);
            assertThat(network.score(blocks, 5, 40).activity()).isEqualTo(before);
        }
    }

    private static int chosen(IntToLongFunction nanos, Duration budget) {
        AtomicLong clock = new AtomicLong();
        return new BatchCalibration(16, budget, clock::get).choose(batch -> clock.addAndGet(nanos.applyAsLong(batch)));
    }
}
