package org.earshot.app.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.earshot.core.audio.LevelMeter;
import org.junit.jupiter.api.Test;

class LevelBarTest {
    @Test
    void shouldFillUpToTheLevelAndMarkThePeak() {
        assertThat(new LevelBar(-40, -20, false).text(8)).isEqualTo(" -40.0 dBFS [####-|--]");
    }

    @Test
    void shouldBeEmptyInSilenceAndFullAtFullScale() {
        assertThat(new LevelBar(-120, -120, false).text(8)).isEqualTo("-120.0 dBFS [--------]");
        assertThat(new LevelBar(0, 0, true).text(8)).isEqualTo("   0.0 dBFS [#######|] clipped");
    }

    @Test
    void shouldShowWhatAMeterMeasured() {
        LevelMeter meter = new LevelMeter();
        float[] sine = new float[1600];
        for (int n = 0; n < sine.length; n++) {
            sine[n] = (float) (0.1 * Math.sin(2 * Math.PI * n / 16));
        }
        meter.add(sine, 0, sine.length);

        LevelBar bar = LevelBar.of(meter);

        assertThat(bar.levelDbfs()).isCloseTo(-23.01, offset(0.01));
        assertThat(bar.peakDbfs()).isCloseTo(-20, offset(0.01));
        assertThat(bar.clipped()).isFalse();
    }
}
