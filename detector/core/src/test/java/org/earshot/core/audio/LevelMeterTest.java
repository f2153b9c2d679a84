package org.earshot.core.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LevelMeterTest {
    private final LevelMeter meter = new LevelMeter();

    @Test
    void shouldGiveAFullScaleSineThreeDecibelsBelowFullScale() {
        meter.add(Sounds.tone(16_000, 16_000, 100, 1), 0, 16_000);

        assertThat(meter.levelDbfs()).isCloseTo(-3.01, within(0.01));
        assertThat(meter.peakDbfs()).isCloseTo(0, within(0.01));
        assertThat(meter.offset()).isCloseTo(0, within(1e-6));
    }

    @Test
    void shouldSeeClippingSilenceAndOffset() {
        float[] sound = new float[1_000];
        Arrays.fill(sound, 0, 250, 32767f / 32768);
        Arrays.fill(sound, 250, 500, -1);
        Arrays.fill(sound, 500, 600, 0.5f);

        meter.add(sound, 0, sound.length);

        assertThat(meter.clippedShare()).isEqualTo(0.5);
        assertThat(meter.silentShare()).isEqualTo(0.4);
        assertThat(meter.offset()).isCloseTo(0.05, within(1e-4));
        assertThat(meter.samples()).isEqualTo(1_000);
    }

    @Test
    void shouldStayFiniteOnSilenceAndOnNothing() {
        assertThat(meter.levelDbfs()).isEqualTo(-120);

        meter.add(new float[100], 0, 100);

        assertThat(meter.levelDbfs()).isEqualTo(-120);
        assertThat(meter.peakDbfs()).isEqualTo(-120);
        assertThat(meter.silentShare()).isEqualTo(1);
    }

    @Test
    void shouldForgetOnReset() {
        meter.add(Sounds.tone(100, 16_000, 100, 1), 0, 100);

        meter.reset();

        assertThat(meter.samples()).isZero();
        assertThat(meter.clippedShare()).isZero();
        assertThat(meter.peakDbfs()).isEqualTo(-120);
    }
}
