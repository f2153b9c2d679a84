package org.earshot.trainer.net.block;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The engine reads memory that nothing was written to; the launcher and the build fill it with finite numbers. */
class NarrowConvolutionTest {
    private static final Shape SOUND = new Shape(4, 8, 52, 64);
    private static final Shape ONE = new Shape(1, 1);

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = TorchEngine.open(1).newSubManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void shouldHaveFiniteGradientsWhateverTheMemoryHeldBefore() {
        for (int i = 0; i < 5; i++) {
            leaveNaNsInFreedMemory();
            try (NDManager step = manager.newSubManager()) {
                NDArray sound = step.ones(SOUND);
                sound.setRequiresGradient(true);
                NDArray filter = step.ones(new Shape(8, 8, 3, 3));
                try (GradientCollector gradients = TorchEngine.engine().newGradientCollector()) {
                    NDArray y = sound.getNDArrayInternal()
                            .convolution(sound, filter, null, ONE, ONE, ONE, 1)
                            .singletonOrThrow();
                    gradients.backward(y.sum());
                }
                assertThat(sound.getGradient().isNaN().any().getBoolean()).isFalse();
            }
        }
    }

    private void leaveNaNsInFreedMemory() {
        try (NDManager freed = manager.newSubManager()) {
            List<NDArray> arrays = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                arrays.add(freed.full(new Shape(4, 16, 52, 64), Float.NaN));
                arrays.add(freed.full(SOUND, Float.NaN));
            }
            assertThat(arrays).isNotEmpty();
        }
    }
}
