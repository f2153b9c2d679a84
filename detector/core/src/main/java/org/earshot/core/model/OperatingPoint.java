package org.earshot.core.model;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A named choice of a model's thresholds, such as {@code quiet}, {@code normal} or {@code sensitive}: how often it may be
 * wrong for how much it finds.
 *
 * <pre>
 *             siren: gate, high, low     dog: gate, high, low      false alarms
 * quiet              0.8   0.7   0.4          0.9   0.8   0.5      few, and more events are missed
 * normal             0.5   0.5   0.3          0.7   0.6   0.4
 * sensitive          0.2   0.3   0.2          0.4   0.4   0.2      many, and fewer events are missed
 * </pre>
 *
 * <p>Immutable.
 *
 * @param name what a user chooses it by: lower-case letters, digits and hyphens, 32 at most
 * @param labels of each label, in the model's order
 */
public record OperatingPoint(String name, List<Decision> labels) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");
    private static final int MAX_FRAMES = 10_000;

    public OperatingPoint {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new ModelException("operating_points: a name must be 1 to 32 of a-z, 0-9 and -");
        }
        labels = List.copyOf(labels);
    }

    /** The thresholds of each label, in the model's order. */
    public List<Thresholds> thresholds() {
        return labels.stream().map(Decision::thresholds).toList();
    }

    /**
     * What is an event of a label.
     *
     * @param thresholds gate, high and low
     * @param minEventFrames L: runs of that many frames or fewer are no event
     * @param maxGapFrames G: runs at most this many frames apart are joined
     */
    public record Decision(Thresholds thresholds, int minEventFrames, int maxGapFrames) {
        public Decision {
            if (thresholds == null
                    || minEventFrames < 0
                    || minEventFrames > MAX_FRAMES
                    || maxGapFrames < 0
                    || maxGapFrames > MAX_FRAMES) {
                throw new ModelException("operating_points: frames must lie in 0..10000, are " + minEventFrames
                        + " and " + maxGapFrames);
            }
        }
    }
}
