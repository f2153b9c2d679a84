package org.earshot.core.decode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.earshot.core.model.Thresholds;

/**
 * The {@link ClipDecoder}s of all labels, for a clip that is decoded for itself.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class ClipLabelsDecoder {
    private static final Comparator<ClipEvent> BY_ONSET = Comparator.comparingLong(
                    (ClipEvent event) -> event.frames().onset())
            .thenComparingInt(ClipEvent::label);

    private final List<ClipDecoder> labels;

    /** @param thresholds and @param rules of each label, in the model's order */
    public ClipLabelsDecoder(List<Thresholds> thresholds, List<RunRules> rules) {
        labels = IntStream.range(0, thresholds.size())
                .mapToObj(k -> new ClipDecoder(thresholds.get(k), rules.get(k)))
                .toList();
    }

    /**
     * An event of one clip.
     *
     * @param label index of its label
     * @param frames counted from the start of the clip
     * @param peak largest activity within, 0..1
     * @param mean activity within, 0..1
     */
    public record ClipEvent(int label, FrameInterval frames, float peak, float mean) {}

    /**
     * @param tags [labels] of the clip, 0..1
     * @param activity of all labels, 0..1
     * @param offsets [labels]: where in {@code activity} the clip begins for each label
     * @param frames of the clip
     * @return the events by onset, then by label
     */
    public List<ClipEvent> decode(float[] tags, float[] activity, int[] offsets, int frames) {
        List<ClipEvent> events = new ArrayList<>();
        for (int k = 0; k < tags.length; k++) {
            for (FrameInterval run : labels.get(k).decode(tags[k], activity, offsets[k], frames)) {
                float peak = 0;
                double sum = 0;
                for (long t = run.onset(); t < run.offset(); t++) {
                    float value = activity[offsets[k] + (int) t];
                    peak = Math.max(peak, value);
                    sum += value;
                }
                events.add(new ClipEvent(k, run, peak, (float) (sum / run.frames())));
            }
        }
        events.sort(BY_ONSET);
        return events;
    }
}
