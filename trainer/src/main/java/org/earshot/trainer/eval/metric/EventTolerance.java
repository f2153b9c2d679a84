package org.earshot.trainer.eval.metric;

import org.earshot.core.model.ConfigurationException;

/**
 * When an estimated event counts as a reference event of the same label: |onset error| &lt;= onsetCollar and |offset
 * error| &lt;= max(offsetCollar, offsetRatio * length of the reference event). Both comparisons are inclusive and
 * exact, as in sed_eval (Mesaros, Heittola, Virtanen 2016, section 4).
 *
 * @param onsetCollarSeconds seconds, at least 0
 * @param offsetCollarSeconds seconds, at least 0
 * @param offsetRatio share of the reference event's length, at least 0
 */
public record EventTolerance(double onsetCollarSeconds, double offsetCollarSeconds, double offsetRatio) {
    /** 200 ms and 50 % of the length: the paper's, and sed_eval's default. */
    public static final EventTolerance PAPER = new EventTolerance(0.2, 0.2, 0.5);

    /** 200 ms and 20 % of the length: DCASE 2020 task 4. */
    public static final EventTolerance DCASE = new EventTolerance(0.2, 0.2, 0.2);

    public EventTolerance {
        if (!(onsetCollarSeconds >= 0 && offsetCollarSeconds >= 0 && offsetRatio >= 0)) {
            throw new ConfigurationException("collars and offset ratio must be 0 or more, are " + onsetCollarSeconds
                    + ", " + offsetCollarSeconds + " and " + offsetRatio);
        }
    }

    /** True if the times match, regardless of the labels. */
    public boolean covers(EventRow reference, EventRow estimate) {
        return Math.abs(reference.onsetSeconds() - estimate.onsetSeconds()) <= onsetCollarSeconds
                && Math.abs(reference.offsetSeconds() - estimate.offsetSeconds())
                        <= Math.max(offsetCollarSeconds, offsetRatio * reference.seconds());
    }
}
