package org.earshot.core.decode;

import java.util.ArrayList;
import java.util.List;
import org.earshot.core.model.Thresholds;

/**
 * Finds the events in one label's whole activity curve by two thresholds: a run of frames above {@code low} that reaches
 * {@code high} at least once. Runs that are close join; joined runs that are short vanish ({@link RunRules}).
 *
 * <pre>
 * low 0.2, high 0.4
 * frame      0   1   2   3   4   5   6   7   8
 * activity  .1  .3  .5  .3  .1  .2  .3  .3  .1
 * run           [1 ------- 4)       [6 --- 8): never reaches high, no run
 * </pre>
 *
 * <p>A frame with exactly {@code high} is a seed, one with exactly {@code low} ends a run. Immutable and safe for use by
 * several threads. Source: Liu et al. 2021, section 3; Kong et al. 2019, section IV-D.
 */
public final class RunDecoder {
    private final Thresholds thresholds;
    private final RunRules rules;

    public RunDecoder(Thresholds thresholds, RunRules rules) {
        this.thresholds = thresholds;
        this.rules = rules;
    }

    public RunDecoder(Thresholds thresholds, int minEventFrames, int maxGapFrames, boolean inclusive) {
        this(thresholds, new RunRules(minEventFrames, maxGapFrames, inclusive));
    }

    /** @param activity [frames], 0..1. @return half-open frame intervals, ascending and disjoint */
    public List<FrameInterval> decode(float[] activity) {
        return decode(activity, 0, activity.length);
    }

    /**
     * Decodes a part of an array; frames count from {@code offset}.
     *
     * @return half-open frame intervals, ascending and disjoint
     */
    public List<FrameInterval> decode(float[] activity, int offset, int frames) {
        List<FrameInterval> events = new ArrayList<>();
        for (FrameInterval run : join(seededRuns(activity, offset, frames))) {
            if (rules.isEvent(run.frames())) {
                events.add(run);
            }
        }
        return events;
    }

    private List<FrameInterval> seededRuns(float[] activity, int offset, int frames) {
        List<FrameInterval> runs = new ArrayList<>();
        int t = 0;
        while (t < frames) {
            if (!isOn(activity[offset + t])) {
                t++;
                continue;
            }
            int onset = t;
            boolean seeded = false;
            while (t < frames && isOn(activity[offset + t])) {
                seeded |= activity[offset + t] >= thresholds.high();
                t++;
            }
            if (seeded) {
                runs.add(new FrameInterval(onset, t));
            }
        }
        return runs;
    }

    private List<FrameInterval> join(List<FrameInterval> runs) {
        List<FrameInterval> joined = new ArrayList<>();
        for (FrameInterval run : runs) {
            int last = joined.size() - 1;
            if (last >= 0 && rules.joins(run.onset() - joined.get(last).offset())) {
                joined.set(last, new FrameInterval(joined.get(last).onset(), run.offset()));
            } else {
                joined.add(run);
            }
        }
        return joined;
    }

    private boolean isOn(float activity) {
        // Where both thresholds are equal, a seed need not exceed the lower one.
        return activity > thresholds.low() || activity >= thresholds.high();
    }
}
