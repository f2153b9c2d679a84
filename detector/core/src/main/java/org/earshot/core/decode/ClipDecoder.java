package org.earshot.core.decode;

import java.util.List;
import org.earshot.core.model.Thresholds;

/**
 * The paper's decoder of whole clips for one label: a clip whose tag does not exceed the gate has no events, any other has
 * those of {@link RunDecoder}.
 *
 * <p>Immutable and safe for use by several threads. Source: Liu et al. 2021, section 3; Kong et al. 2019, section IV-D.
 */
public final class ClipDecoder {
    private final float gate;
    private final RunDecoder runs;

    public ClipDecoder(Thresholds thresholds, RunRules rules) {
        this.gate = thresholds.gate();
        this.runs = new RunDecoder(thresholds, rules);
    }

    /**
     * @param tag of the clip, 0..1
     * @param activity of the clip in {@code frames} values from {@code offset} on, 0..1
     * @return half-open frame intervals, ascending and disjoint, counted from the start of the clip
     */
    public List<FrameInterval> decode(float tag, float[] activity, int offset, int frames) {
        return tag > gate ? runs.decode(activity, offset, frames) : List.of();
    }
}
