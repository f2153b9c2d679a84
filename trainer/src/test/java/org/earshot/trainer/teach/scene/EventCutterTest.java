package org.earshot.trainer.teach.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventCutterTest {
    private static final int RATE = 16_000;

    @Test
    void shouldCutTwoSoundsOutOfALongQuietRecording() {
        float[] recording = noise(10, 1e-4);
        tone(recording, 2.0, 0.5);
        tone(recording, 6.0, 1.0);

        List<EventCutter.Cut> cuts = EventCutter.cut(recording, RATE);

        assertThat(cuts).hasSize(2);
        assertThat((double) cuts.get(0).from() / RATE).isCloseTo(2.0, within(0.03));
        assertThat(cuts.get(0).seconds(RATE)).isCloseTo(0.5, within(0.05));
        assertThat(cuts.get(1).seconds(RATE)).isCloseTo(1.0, within(0.05));
    }

    @Test
    void shouldTakeSoundsWithShortPausesAsOne() {
        float[] recording = noise(5, 1e-4);
        tone(recording, 1.0, 0.3);
        tone(recording, 1.6, 0.3);

        assertThat(EventCutter.cut(recording, RATE)).hasSize(1);
    }

    @Test
    void shouldTakeASteadySoundFromEndToEnd() {
        float[] hum = noise(3, 0.1);

        List<EventCutter.Cut> cuts = EventCutter.cut(hum, RATE);

        assertThat(cuts).hasSize(1);
        assertThat(cuts.get(0).to() - cuts.get(0).from()).isEqualTo(hum.length);
    }

    @Test
    void shouldFindNothingInARecordingShorterThanASound() {
        assertThat(EventCutter.cut(new float[500], RATE)).isEmpty();
    }

    private static float[] noise(double seconds, double level) {
        Random random = new Random(3);
        float[] samples = new float[(int) (seconds * RATE)];
        for (int n = 0; n < samples.length; n++) {
            samples[n] = (float) (level * random.nextGaussian());
        }
        return samples;
    }

    private static void tone(float[] into, double fromSeconds, double seconds) {
        int from = (int) (fromSeconds * RATE);
        for (int n = 0; n < seconds * RATE; n++) {
            into[from + n] += (float) (0.3 * Math.sin(2 * Math.PI * 800 * n / RATE));
        }
    }
}
