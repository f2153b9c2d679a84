package org.earshot.trainer.net.tagger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.earshot.trainer.net.block.TorchEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BFloat16CheckTest {
    private NDManager manager;
    private NDArray weight;
    private BFloat16Check check;

    @BeforeEach
    void open() {
        manager = TorchEngine.open(1).newSubManager();
        weight = manager.ones(new Shape(1));
        weight.setRequiresGradient(true);
        check = new BFloat16Check(List.of(weight), 8, manager);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void shouldFindNoErrorInTheSameComputation() {
        assertThat(check.error(x -> x.mul(weight), x -> x.mul(weight))).isZero();
    }

    @Test
    void shouldFindWrongMasks() {
        assertThat(check.error(x -> x.mul(weight), x -> x.mul(weight).mul(1.5f)))
                .isGreaterThan(0.4);
    }

    @Test
    void shouldFindWrongGradientsOfMasksThatAreRight() {
        // The same values, of which only half depend on the weight as far as the gradient knows.
        assertThat(check.error(x -> x.mul(weight), x -> x.mul(weight).mul(0.5f).add(x.mul(0.5f))))
                .isCloseTo(0.5, within(1e-3));
    }

    @Test
    void shouldSayThatNaNIsNoRounding() {
        assertThat(check.error(x -> x.mul(weight), x -> x.mul(weight).mul(Float.NaN)))
                .isNaN();
    }

    @Test
    void shouldLeaveNoGradients() {
        check.error(x -> x.mul(weight), x -> x.mul(weight));

        assertThat(weight.getGradient().toFloatArray()).containsOnly(0);
    }

    @Test
    void shouldLeaveNoGradientsThatAreNaN() {
        check.error(x -> x.mul(weight), x -> x.mul(weight).mul(Float.NaN));

        assertThat(weight.getGradient().toFloatArray()).containsOnly(0);
    }
}
