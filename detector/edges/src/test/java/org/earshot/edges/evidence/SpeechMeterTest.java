package org.earshot.edges.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.earshot.core.live.BandNetwork;
import org.junit.jupiter.api.Test;

class SpeechMeterTest {
    private static final int RATE = 16_000;
    private static final int HALF = 5 * RATE;

    private final BandNetwork network = new BandNetwork();
    private final SpeechMeter meter = new SpeechMeter(network, List.of(0));

    @Test
    void shouldTellHowMuchLessThereIsWhereSomebodySpeaksAndElsewhere() {
        float[] sound = tone(0.5f, 0.5f);
        float[] left = tone(0.05f, 0.5f);

        SpeechLeft measured = meter.measure(sound, left, sample -> sample < HALF);

        assertThat(measured.speechDb()).isCloseTo(-20, within(1.0));
        assertThat(measured.elsewhereDb()).isCloseTo(0, within(0.5));
    }

    @Test
    void shouldStayFiniteWhereNothingIsLeftAndSayNothingOfWhatIsNotThere() {
        float[] sound = tone(0.5f, 0.5f);

        SpeechLeft measured = meter.measure(sound, new float[sound.length], sample -> true);

        assertThat(measured.speechDb()).isFinite().isLessThan(-100);
        assertThat(measured.elsewhereDb()).isNaN();
    }

    /** 1 kHz at one level, then at another. */
    private static float[] tone(float first, float second) {
        float[] tone = new float[2 * HALF];
        for (int n = 0; n < tone.length; n++) {
            tone[n] = (n < HALF ? first : second) * (float) Math.sin(2 * Math.PI * 1_000 * n / RATE);
        }
        return tone;
    }
}
