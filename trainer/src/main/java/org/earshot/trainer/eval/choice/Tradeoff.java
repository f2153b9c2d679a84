package org.earshot.trainer.eval.choice;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The best choices for one label by false alarms: none has both fewer alarms and a larger value than another. At a price
 * per alarm, the choice with the largest value less its cost is taken; a higher price never buys more alarms.
 *
 * <pre>
 * alarms per hour   0     0.4   2.0   7.0
 * value             0.90  1.31  1.40  1.45
 * at a price of 0.05 per alarm and hour: 0.90  1.29  1.30  1.10, so 2.0 alarms are bought; at 0.2 only 0.4
 * </pre>
 *
 * <p>Filled by one thread, then only read.
 */
final class Tradeoff {
    private final TreeMap<Double, Choice> byAlarms = new TreeMap<>();

    /** Adds a choice unless another has no more alarms and no smaller value; drops those that it makes superfluous. */
    void add(Choice choice) {
        Map.Entry<Double, Choice> below = byAlarms.floorEntry(choice.alarmsPerHour());
        if (below != null && below.getValue().value() >= choice.value()) {
            return;
        }
        Map.Entry<Double, Choice> above = byAlarms.ceilingEntry(choice.alarmsPerHour());
        while (above != null && above.getValue().value() <= choice.value()) {
            byAlarms.remove(above.getKey());
            above = byAlarms.ceilingEntry(choice.alarmsPerHour());
        }
        byAlarms.put(choice.alarmsPerHour(), choice);
    }

    void addAll(Tradeoff other) {
        other.byAlarms.values().forEach(this::add);
    }

    boolean isEmpty() {
        return byAlarms.isEmpty();
    }

    /** The choice with the largest value less price times alarms; null if there is none. */
    Choice at(double price) {
        Choice best = null;
        for (Choice choice : byAlarms.values()) {
            if (best == null || net(choice, price) > net(best, price)) {
                best = choice;
            }
        }
        return best;
    }

    /** The choice with the fewest alarms that finds at least this share of the events; null if none does. */
    Choice finding(double recall) {
        return byAlarms.values().stream()
                .filter(choice -> choice.recall() >= recall)
                .findFirst()
                .orElse(null);
    }

    /**
     * The lowest price per alarm at which the alarms of several labels together keep to a budget, to 0.1 %.
     *
     * @param labels at least one; empty ones raise no alarms
     * @param alarmsPerHour the budget, over all labels
     */
    static double price(List<Tradeoff> labels, double alarmsPerHour) {
        List<Tradeoff> heard = new ArrayList<>(labels);
        heard.removeIf(Tradeoff::isEmpty);
        double low = 1e-6;
        double high = 1e6;
        while (high / low > 1.001) {
            double middle = Math.sqrt(low * high);
            double alarms = heard.stream()
                    .mapToDouble(label -> label.at(middle).alarmsPerHour())
                    .sum();
            if (alarms > alarmsPerHour) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double net(Choice choice, double price) {
        return choice.value() - price * choice.alarmsPerHour();
    }
}
