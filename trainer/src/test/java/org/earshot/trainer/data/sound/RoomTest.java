package org.earshot.trainer.data.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.earshot.trainer.data.SmallCorpus;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final int RATE_HZ = SmallCorpus.RATE_HZ;

    @Test
    void shouldDecayBySixtyDecibelsInItsTime() {
        float[] tail = new Room(0.5, 0.01, 6000, 6000, 3).tail(RATE_HZ);

        int start = (int) (0.01 * RATE_HZ);
        double early = energy(tail, start, start + 800);
        double late = energy(tail, tail.length - 800, tail.length);
        assertThat(energy(tail, 0, start)).isZero();
        assertThat(energy(tail, 0, tail.length)).isCloseTo(1, within(1e-3));
        // The two stretches are 0.45 s apart.
        assertThat(10 * Math.log10(early / late)).isCloseTo(54, within(4.0));
    }

    @Test
    void shouldLoseItsTrebleOnTheWay() {
        float[] tail = new Room(0.6, 0.004, 8000, 1500, 3).tail(RATE_HZ);

        int sixth = tail.length / 6;
        assertThat(roughness(tail, 5 * sixth, tail.length)).isLessThan(0.7 * roughness(tail, 100, sixth));
    }

    @Test
    void shouldKeepTheDirectSoundFirst() {
        float[] click = new float[2000];
        click[0] = 1;

        Room.reflect(click, RATE_HZ, 9);

        assertThat(click[0]).isEqualTo(1f);
        assertThat(energy(click, 1, click.length)).isBetween(0.01, 2.0);
        assertThat(energy(click, (int) (0.051 * RATE_HZ), click.length)).isZero();
    }

    @Test
    void shouldDrawRoomsOfThePromisedDecay() {
        SplittableRandom random = new SplittableRandom(1);

        for (int i = 0; i < 100; i++) {
            assertThat(Room.any(random).decaySeconds()).isBetween(0.1, 0.8);
        }
    }

    @Test
    void shouldConvolveAsTheSumSays() {
        float[] response = SmallCorpus.noise(1, 0.05, 1);
        float[] x = SmallCorpus.noise(2, 0.3, 1);
        float[] fast = new float[x.length];

        new FastConvolution(response).addTo(x, fast);

        for (int n = 0; n < x.length; n += 37) {
            double sum = 0;
            for (int k = 0; k < response.length && k <= n; k++) {
                sum += (double) response[k] * x[n - k];
            }
            assertThat((double) fast[n]).isCloseTo(sum, within(1e-4));
        }
    }

    private static double energy(float[] x, int from, int to) {
        double sum = 0;
        for (int n = from; n < to; n++) {
            sum += (double) x[n] * x[n];
        }
        return sum;
    }

    /** Energy of the differences over that of the samples: 2 for white noise, less for dark. */
    private static double roughness(float[] x, int from, int to) {
        double sum = 0;
        for (int n = from + 1; n < to; n++) {
            sum += Math.pow(x[n] - x[n - 1], 2);
        }
        return sum / energy(x, from, to);
    }
}
