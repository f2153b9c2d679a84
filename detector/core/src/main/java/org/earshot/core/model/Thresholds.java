package org.earshot.core.model;

/**
 * The three thresholds of a label, all in 0..1. The tag says whether a clip has the label at all, the activity says
 * when.
 *
 * <pre>
 * gate 0.5, high 0.4, low 0.2
 * tag 0.6   activity  .1 .3 .5 .3 .1    event: frames 1 to 3
 * tag 0.6   activity  .1 .3 .3 .3 .1    none: the activity never reaches high
 * tag 0.5   activity  .1 .3 .5 .3 .1    none: the tag does not exceed the gate
 * </pre>
 *
 * @param gate a clip has events of the label only if its tag exceeds this
 * @param high activity that an event must reach at least once (inclusive)
 * @param low activity above which an event continues (exclusive)
 */
public record Thresholds(float gate, float high, float low) {
    /** The paper's: gate 0.1, high 0.2, low 0.1 (Liu et al. 2021, section 3; Kong et al. 2019). */
    public static final Thresholds PAPER = new Thresholds(0.1f, 0.2f, 0.1f);

    public Thresholds {
        if (!(gate >= 0 && gate <= 1 && low >= 0 && low <= high && high <= 1)) {
            throw new ModelException("thresholds: 0 <= gate <= 1 and 0 <= low <= high <= 1 must hold, are gate=" + gate
                    + " high=" + high + " low=" + low);
        }
    }
}
