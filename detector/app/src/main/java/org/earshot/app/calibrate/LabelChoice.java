package org.earshot.app.calibrate;

import java.util.OptionalDouble;
import org.earshot.core.model.Thresholds;

/**
 * What was chosen for a label. Immutable.
 *
 * @param label of the model
 * @param own thresholds before
 * @param chosen thresholds after; the same where nothing was to be done
 * @param before false alarms that were found
 * @param after those of them that are left
 * @param expected false alarms to expect in as much sound again
 * @param confirmed events that people confirmed
 * @param confirmedLeft those of them that are left
 * @param recallBefore share of the label's events that the model finds, by its own file
 * @param recallAfter the same with the chosen thresholds
 */
record LabelChoice(
        String label,
        Thresholds own,
        Thresholds chosen,
        int before,
        int after,
        double expected,
        int confirmed,
        int confirmedLeft,
        OptionalDouble recallBefore,
        OptionalDouble recallAfter) {

    boolean isMoved() {
        return !own.equals(chosen);
    }

    /** Share of the label's events that are no longer found; empty if the model's file does not say. */
    OptionalDouble recallLost() {
        return recallBefore.isEmpty() || recallAfter.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.max(0, recallBefore.getAsDouble() - recallAfter.getAsDouble()));
    }
}
