package org.earshot.core.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.earshot.core.model.FrontEnd;
import org.junit.jupiter.api.Test;

class MelFilterBankTest {
    @Test
    void shouldPlaceTheEdgesOfThePaperOnSlaneysScale() {
        var filters = new MelFilterBank(FrontEnd.paper32k());

        double[] edges = filters.edgesHz();

        assertThat(edges).hasSize(66);
        double[] first = {50, 106, 162, 217.9, 273.9};
        double[] last = {14_255, 15_103, 16_000};
        for (int i = 0; i < first.length; i++) {
            assertThat(edges[i]).isCloseTo(first[i], within(0.1));
        }
        for (int i = 0; i < last.length; i++) {
            assertThat(edges[63 + i]).isCloseTo(last[i], within(0.5));
        }
    }

    @Test
    void shouldLeaveNoFilterEmpty() {
        var filters = new MelFilterBank(FrontEnd.paper32k());

        int fewest = Integer.MAX_VALUE;
        for (int band = 0; band < filters.bands(); band++) {
            int bins = 0;
            for (int bin = 0; bin < filters.bins(); bin++) {
                bins += filters.weight(band, bin) > 0 ? 1 : 0;
            }
            fewest = Math.min(fewest, bins);
        }

        assertThat(fewest).isEqualTo(7);
    }

    @Test
    void shouldGiveEveryTriangleTheSameArea() {
        var filters = new MelFilterBank(FrontEnd.paper32k());
        double binHz = 32_000.0 / 2048;

        for (int band = 40; band < filters.bands(); band++) {
            double area = 0;
            for (int bin = 0; bin < filters.bins(); bin++) {
                area += filters.weight(band, bin) * binHz;
            }

            assertThat(area).isCloseTo(1, within(0.01));
        }
    }

    @Test
    void shouldApplyTheWeightsThatItShows() {
        var filters = new MelFilterBank(FrontEnd.wide16k());
        double[] magnitude = new Random(3).doubles(filters.bins()).toArray();
        double[] mel = new double[filters.bands()];

        filters.apply(magnitude, mel);

        for (int band = 0; band < filters.bands(); band++) {
            double expected = 0;
            for (int bin = 0; bin < filters.bins(); bin++) {
                expected += filters.weight(band, bin) * magnitude[bin];
            }
            assertThat(mel[band]).isCloseTo(expected, within(1e-6));
        }
    }
}
