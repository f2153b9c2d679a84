package org.earshot.trainer.eval.choice;

import org.earshot.core.model.OperatingPoint.Decision;
import org.earshot.core.model.Thresholds;

/**
 * The best decision found so far for one label under one limit on alarms.
 *
 * @param decision thresholds and rules
 * @param quietGate the lowest gate that keeps to the limit
 * @param value what the search maximises, see {@link SourceRuns.Counts#value}
 */
record Candidate(Decision decision, float quietGate, double value) {
    /** Number of sources at which the label's own gate and the common one have equal weight. */
    private static final double SHRINKING_SOURCES = 8;

    /** Without this bound a label that needs no gate would outweigh all others. */
    private static final double LOWEST_GATE = 0.05;

    static Candidate better(Candidate old, Candidate found) {
        return old == null || found.value > old.value ? found : old;
    }

    /** Log odds of the gate. */
    double gateLogit() {
        return AlarmTail.logit(Math.max(LOWEST_GATE, decision.thresholds().gate()));
    }

    /**
     * Moves the gate towards the common one, but never below the gate that the limit on alarms requires.
     *
     * @param sources number of sources of the label: the fewer, the further the gate moves
     * @param commonGate log odds of the common gate
     */
    Decision shrunk(int sources, double commonGate) {
        Thresholds own = decision.thresholds();
        double weight = sources / (sources + SHRINKING_SOURCES);
        double gate = AlarmTail.logistic(weight * gateLogit() + (1 - weight) * commonGate);
        return new Decision(
                new Thresholds((float) Math.max(quietGate, gate), own.high(), own.low()),
                decision.minEventFrames(),
                decision.maxGapFrames());
    }
}
