package org.earshot.trainer.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.earshot.core.model.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputConditionTest {
    private static final int RATE = 16_000;

    @ParameterizedTest
    @CsvSource({
        "gain=-20, 1000, 0.1",
        "rate=44100, 1000, 1",
        "rate=8000, 1000, 1",
        "rate=8000, 5000, 0",
        "band=300-3400, 1000, 1",
        "band=300-3400, 100, 0",
        "band=300-3400, 5000, 0"
    })
    void shouldPassATone(String condition, double hz, double expected) {
        float[] tone = tone(hz);

        float[] heard = InputCondition.parse(condition).apply(tone, RATE);

        assertThat(heard.length).isBetween(tone.length - 2, tone.length + 2);
        assertThat(rms(heard) / rms(tone)).isCloseTo(expected, within(0.02));
    }

    @Test
    void shouldClipAndShift() {
        float[] tone = tone(1000);

        float[] clipped = InputCondition.parse("clip=12").apply(tone, RATE);
        float[] shifted = InputCondition.parse("dc=0.25").apply(tone, RATE);

        assertThat(clipped).contains(1f, -1f);
        assertThat(shifted[17] - tone[17]).isCloseTo(0.25f, within(1e-6f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gain", "gain=loud", "echo=1", "rate=5", "band=300"})
    void shouldSayWhatConditionsThereAre(String text) {
        assertThatThrownBy(() -> InputCondition.parse(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(text);
    }

    private static float[] tone(double hz) {
        float[] tone = new float[RATE];
        for (int n = 0; n < tone.length; n++) {
            tone[n] = (float) (0.5 * Math.sin(2 * Math.PI * hz * n / RATE));
        }
        return tone;
    }

    private static double rms(float[] x) {
        double sum = 0;
        for (int n = 1000; n < x.length - 1000; n++) {
            sum += x[n] * x[n];
        }
        return Math.sqrt(sum / (x.length - 2000));
    }
}
