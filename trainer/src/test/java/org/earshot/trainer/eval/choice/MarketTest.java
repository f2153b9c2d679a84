package org.earshot.trainer.eval.choice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.earshot.core.model.OperatingPoint.Decision;
import org.earshot.core.model.Thresholds;
import org.junit.jupiter.api.Test;

class MarketTest {
    private static final Tradeoff HIGH = tradeoff(choice(0.9f, 0.1, 1.0, 0.5));
    private static final Tradeoff LOW = tradeoff(choice(0.5f, 0.1, 1.0, 0.5));

    @Test
    void shouldRaiseALowGateTowardsTheOthersButNotLowerAHighOne() {
        Market market = Market.of(List.of(HIGH, HIGH, HIGH, LOW), 1);

        float few = gate(market.decide(LOW, 4));
        float many = gate(market.decide(LOW, 200));
        assertThat(few).isBetween(0.75f, 0.9f);
        assertThat(many).isBetween(0.5f, 0.6f);
        assertThat(gate(Market.of(List.of(LOW, LOW, LOW, HIGH), 1).decide(HIGH, 4)))
                .isEqualTo(0.9f);
    }

    @Test
    void shouldLetALabelThatFindsNothingPayMore() {
        Tradeoff hard = tradeoff(choice(0.9f, 0, 0.01, 0), choice(0.6f, 3, 0.1, 0.1), choice(0.3f, 40, 0.5, 0.6));

        assertThat(gate(Market.of(List.of(HIGH, hard), 0.5).decide(hard, 4))).isEqualTo(0.6f);
        assertThat(gate(Market.of(List.of(HIGH, hard), 0.3).decide(hard, 4)))
                .as("3 alarms are more than eight shares of 0.3")
                .isEqualTo(0.9f);
    }

    private static float gate(Decision decision) {
        return decision.thresholds().gate();
    }

    private static Choice choice(float gate, double alarms, double value, double recall) {
        return new Choice(new Decision(new Thresholds(gate, 0.5f, 0.1f), 3, 5), alarms, value, recall);
    }

    private static Tradeoff tradeoff(Choice... choices) {
        Tradeoff tradeoff = new Tradeoff();
        for (Choice choice : choices) {
            tradeoff.add(choice);
        }
        return tradeoff;
    }
}
