package org.earshot.trainer.eval.choice;

import java.util.List;
import org.earshot.core.model.OperatingPoint.Decision;
import org.earshot.core.model.Thresholds;

/**
 * How the labels share the false alarms of one operating point: each takes the best choice at a price per alarm that all
 * pay. Two rules correct what few recordings make look better than it is:
 *
 * <ul>
 *   <li>A gate lower than the labels' median is raised towards it; the fewer sources the label has, the further. On
 *       held-out sources that took a fifth to three quarters off the alarms at the same event F1.
 *   <li>A label that would find next to nothing may pay up to eight times its share instead.
 * </ul>
 *
 * <p>Immutable.
 *
 * @param share of the alarms per hour, the same for all labels
 * @param price of an alarm per hour, in units of {@link Choice#value}
 * @param medianGate median of the labels' gates, as log odds; minus infinity if no label has one
 */
record Market(double share, double price, double medianGate) {
    private static final double LEAST_RECALL = 0.03;
    private static final double LARGEST_SHARES = 8;

    /** Number of sources at which a label's own gate and the median have equal weight. */
    private static final double TRUSTED_SOURCES = 16;

    /**
     * The market in which the labels together keep to the budget.
     *
     * @param labels of the model; those without a choice raise no alarms
     * @param share alarms per hour and label, as a mean
     */
    static Market of(List<Tradeoff> labels, double share) {
        Market market = new Market(share, Tradeoff.price(labels, share * labels.size()), Double.NEGATIVE_INFINITY);
        double[] gates = labels.stream()
                .filter(label -> !label.isEmpty())
                .mapToDouble(label -> ExponentialTail.logit(
                        market.buy(label).decision().thresholds().gate()))
                .sorted()
                .toArray();
        return gates.length == 0 ? market : new Market(share, market.price, gates[gates.length / 2]);
    }

    /** The best choice that a label can pay for; null if it has none. */
    Choice buy(Tradeoff label) {
        Choice best = label.at(price);
        if (best == null || best.recall() >= LEAST_RECALL) {
            return best;
        }
        Choice dear = label.finding(LEAST_RECALL);
        return dear != null && dear.alarmsPerHour() <= LARGEST_SHARES * share ? dear : best;
    }

    /**
     * The decision that follows.
     *
     * @param label with at least one choice
     * @param sources number of sources of the label
     */
    Decision decide(Tradeoff label, int sources) {
        Choice bought = buy(label);
        Thresholds own = bought.decision().thresholds();
        boolean dear = bought != label.at(price);
        double weight = sources / (sources + TRUSTED_SOURCES);
        double drawn = ExponentialTail.logistic(weight * ExponentialTail.logit(own.gate()) + (1 - weight) * medianGate);
        // A label that pays more was found to need its low gate.
        float gate = dear ? own.gate() : (float) Math.max(own.gate(), drawn);
        return new Decision(
                new Thresholds(gate, own.high(), own.low()),
                bought.decision().minEventFrames(),
                bought.decision().maxGapFrames());
    }
}
