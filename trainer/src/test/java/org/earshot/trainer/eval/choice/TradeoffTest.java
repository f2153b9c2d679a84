package org.earshot.trainer.eval.choice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.earshot.core.model.OperatingPoint.Decision;
import org.earshot.core.model.Thresholds;
import org.junit.jupiter.api.Test;

class TradeoffTest {
    @Test
    void shouldBuyFewerAlarmsAtAHigherPrice() {
        Tradeoff label = tradeoff(
                new double[] {0, 0.90}, new double[] {0.4, 1.31}, new double[] {2, 1.40}, new double[] {7, 1.45});

        assertThat(label.at(0).alarmsPerHour()).isEqualTo(7);
        assertThat(label.at(0.05).alarmsPerHour()).isEqualTo(2);
        assertThat(label.at(0.2).alarmsPerHour()).isEqualTo(0.4);
        assertThat(label.at(2).alarmsPerHour()).isZero();
    }

    @Test
    void shouldDropWhatIsWorseInBoth() {
        Tradeoff label = tradeoff(new double[] {1, 0.5}, new double[] {2, 0.4}, new double[] {0.5, 0.6});

        assertThat(label.at(0).alarmsPerHour()).isEqualTo(0.5);
        assertThat(label.finding(0.5).alarmsPerHour()).isEqualTo(0.5);
        assertThat(label.finding(0.7)).isNull();
    }

    @Test
    void shouldFindThePriceThatKeepsToTheBudget() {
        Tradeoff cheap = tradeoff(new double[] {0, 0.5}, new double[] {1, 1.0});
        Tradeoff dear = tradeoff(new double[] {0, 0.5}, new double[] {4, 0.7});

        double price = Tradeoff.price(List.of(cheap, dear, new Tradeoff()), 2);

        assertThat(cheap.at(price).alarmsPerHour()).isEqualTo(1);
        assertThat(dear.at(price).alarmsPerHour()).isZero();
        assertThat(price).isBetween(0.0499, 0.0502);
    }

    /** Choices of alarms per hour and value; each finds the share that is its value. */
    private static Tradeoff tradeoff(double[]... choices) {
        Tradeoff tradeoff = new Tradeoff();
        for (double[] choice : choices) {
            tradeoff.add(new Choice(new Decision(Thresholds.PAPER, 3, 5), choice[0], choice[1], choice[1]));
        }
        return tradeoff;
    }
}
