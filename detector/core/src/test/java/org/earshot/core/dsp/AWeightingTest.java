package org.earshot.core.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.earshot.core.model.FrontEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AWeightingTest {
    private static final double AMPLITUDE = 0.1;

    /** Table 3 of IEC 61672-1:2013: exact frequency, weighting to 0.1 dB, and the limits of class 1. */
    private static final String TABLE = """
            # band, exact Hz, weighting, above, below
            31.5,    31.62, -39.4, 1.5, 1.5
            63,      63.10, -26.2, 1.0, 1.0
            125,    125.89, -16.1, 1.0, 1.0
            250,    251.19,  -8.6, 1.0, 1.0
            500,    501.19,  -3.2, 1.0, 1.0
            1000,  1000.00,   0.0, 0.7, 0.7
            2000,  1995.26,   1.2, 1.0, 1.0
            4000,  3981.07,   1.0, 1.0, 1.0
            8000,  7943.28,  -1.1, 1.5, 2.5
            """;

    @ParameterizedTest
    @CsvSource(textBlock = TABLE)
    void shouldFollowTheTableOfTheStandard(String band, double hz, double weighting) {
        assertThat(AWeighting.decibels(hz)).isCloseTo(weighting, within(0.06));
    }

    @ParameterizedTest
    @CsvSource(textBlock = TABLE)
    void shouldMeasureTonesAtThePaperRateWithinTheLimitsOfClassOne(
            String band, double hz, double weighting, double above, double below) {
        assertThat(measured(FrontEnd.paper32k(), hz) - weighting).isBetween(-below, above);
    }

    @ParameterizedTest
    @CsvSource(textBlock = TABLE)
    void shouldMeasureTonesAtTheShippedRateWithinTheLimitsOfClassOne(
            String band, double hz, double weighting, double above, double below) {
        assertThat(measured(FrontEnd.wide16k(), hz) - weighting).isBetween(-below, above);
    }

    /** A tone that lies between two bins is spread over both. */
    @Test
    void shouldMeasureTonesBetweenTheBinsAlike() {
        for (double hz = 60; hz < 7_900; hz *= 1.037) {
            assertThat(measured(FrontEnd.wide16k(), hz))
                    .as("%.1f Hz", hz)
                    .isCloseTo(AWeighting.decibels(hz), within(0.8));
        }
    }

    @Test
    void shouldGiveAToneOfOneKilohertzItsOwnPower() {
        double decibels = measured(FrontEnd.wide16k(), 1_000) + 20 * Math.log10(AMPLITUDE) - 10 * Math.log10(2);

        assertThat(decibels).as("-20 dBFS in amplitude").isCloseTo(-23.01, within(0.02));
    }

    @Test
    void shouldLeaveOutAConstantOffset() {
        float[] constant = new float[4_096];
        java.util.Arrays.fill(constant, 0.1f);

        assertThat(10 * Math.log10(power(FrontEnd.wide16k(), constant))).isLessThan(-75);
    }

    /** Of a tone, against its unweighted power, dB. */
    private static double measured(FrontEnd frontEnd, double hz) {
        float[] tone = Signals.tone(4 * frontEnd.windowSamples(), frontEnd.rateHz(), hz, AMPLITUDE);
        return 10 * Math.log10(power(frontEnd, tone) / (AMPLITUDE * AMPLITUDE / 2));
    }

    private static double power(FrontEnd frontEnd, float[] sound) {
        var logMel = new LogMel(frontEnd);
        double[] sum = {0};
        logMel.push(sound, 0, sound.length, frame -> sum[0] += logMel.weightedPower());
        return sum[0] / logMel.frames();
    }
}
