package org.earshot.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private final ProcessUse use = ProcessUse.ofThis();

    @Test
    void shouldEndWithTheFirstRoundThatCompilesNearlyNothing() throws InterruptedException {
        List<Integer> rounds = new ArrayList<>();

        int last = new WarmUp(() -> use).run(number -> {
            rounds.add(number);
            spin();
        });

        assertThat(last).isEqualTo(rounds.size()).isBetween(1, 8);
        assertThat(rounds).first().isEqualTo(1);
    }

    @Test
    void shouldTellTheCompilersTimeFromTheRest() {
        spin();

        // A test has compiled something by now, and has done something else as well.
        assertThat(use.compilerSeconds()).isPositive().isLessThan(use.cpuSeconds());
    }

    private static void spin() {
        double sum = 0;
        long end = System.nanoTime() + 200_000_000L;
        while (System.nanoTime() < end) {
            sum += Math.sqrt(sum + 1);
        }
        assertThat(sum).isPositive();
    }
}
