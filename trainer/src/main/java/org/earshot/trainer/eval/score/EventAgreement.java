package org.earshot.trainer.eval.score;

import java.util.ArrayList;
import java.util.List;
import org.earshot.core.decode.FrameInterval;
import org.earshot.core.model.Thresholds;

/**
 * How far two models report the same events on the same clips, for example a network in float32 and in eight bits.
 *
 * <p>Example: the first reports dog 10..40 and siren 5..90, the second dog 11..40: {@code same} 0, {@code moved} 1, {@code onlyFirst} 1,
 * {@code onlySecond} 0.
 *
 * @param same events with equal label, onset and offset, to the frame
 * @param moved events of one label that overlap, with another onset or offset
 * @param onlyFirst events of the first model without a counterpart
 * @param onlySecond likewise of the second
 */
public record EventAgreement(int same, int moved, int onlyFirst, int onlySecond) {

    /**
     * Compares two sets of scores of the same clips.
     *
     * @param decoder decides for both
     * @param thresholds of both, in the order of the labels
     */
    public static EventAgreement of(
            ScoredSet first, ScoredSet second, EventDecoder decoder, List<Thresholds> thresholds) {
        if (!first.names().equals(second.names()) || !first.labels().equals(second.labels())) {
            throw new IllegalArgumentException("the sets hold other clips or other labels");
        }
        EventAgreement all = new EventAgreement(0, 0, 0, 0);
        for (int i = 0; i < first.size(); i++) {
            for (int k = 0; k < thresholds.size(); k++) {
                all = all.plus(of(
                        decoder.decode(first.scores().get(i), k, thresholds.get(k)),
                        decoder.decode(second.scores().get(i), k, thresholds.get(k))));
            }
        }
        return all;
    }

    /** Events of one label in one clip, each in order and without overlap among themselves. */
    static EventAgreement of(List<FrameInterval> first, List<FrameInterval> second) {
        List<FrameInterval> left = new ArrayList<>(second);
        int same = 0;
        int moved = 0;
        for (FrameInterval run : first) {
            FrameInterval other = left.contains(run) ? run : overlapping(run, left);
            if (other != null) {
                left.remove(other);
                same += other.equals(run) ? 1 : 0;
                moved += other.equals(run) ? 0 : 1;
            }
        }
        return new EventAgreement(same, moved, first.size() - same - moved, left.size());
    }

    private static FrameInterval overlapping(FrameInterval run, List<FrameInterval> others) {
        return others.stream()
                .filter(other -> other.onset() < run.offset() && run.onset() < other.offset())
                .findFirst()
                .orElse(null);
    }

    private EventAgreement plus(EventAgreement other) {
        return new EventAgreement(
                same + other.same, moved + other.moved, onlyFirst + other.onlyFirst, onlySecond + other.onlySecond);
    }
}
