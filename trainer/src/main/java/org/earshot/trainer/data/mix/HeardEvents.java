package org.earshot.trainer.data.mix;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.earshot.trainer.data.clips.ClipEvent;

/**
 * The labelled sounds of a mixture as they were rendered, and the events that follow from them. In the paper's style
 * each sound is an event. In the field style the pieces of one phrase are one event, and so are sounds of one label
 * that are less than 0.3 s apart:
 *
 * <pre>
 * rendered   dog 1.00-1.40 s (phrase 1)   dog 1.90-2.20 s (phrase 1)   dog 2.40-2.60 s (phrase 2)
 * events     dog 1.00-2.60 s
 * </pre>
 *
 * <p>Used by one thread, for one mixture.
 */
final class HeardEvents {
    private static final double JOIN_SECONDS = 0.3;

    private final int rateHz;
    private final List<Heard> heard = new ArrayList<>();

    private record Heard(Placement sound, int from, int to, int phrase) {
        String label() {
            return sound.recording().label();
        }
    }

    HeardEvents(int rateHz) {
        this.rateHz = rateHz;
    }

    /**
     * @param from first sample
     * @param to sample after the last
     */
    void add(Placement sound, int from, int to) {
        heard.add(new Heard(sound, from, to, sound.treatment().phrase()));
    }

    /** The finished mixture, its events in the order of their onsets. */
    Mixture mixture(MixturePlan plan, float[][] channels) {
        heard.sort(Comparator.comparingInt(Heard::from).thenComparing(Heard::label));
        List<Heard> events = plan.style() == MixturePlan.Style.FIELD ? joined() : heard;
        return new Mixture(
                plan,
                channels,
                events.stream()
                        .map(h -> new ClipEvent(h.label(), (double) h.from() / rateHz, (double) h.to() / rateHz))
                        .toList(),
                events.stream().map(Heard::sound).toList());
    }

    private List<Heard> joined() {
        List<Heard> joined = new ArrayList<>();
        for (Heard next : heard) {
            int last = lastOf(next.label(), joined);
            if (last >= 0 && continues(joined.get(last), next)) {
                Heard before = joined.get(last);
                int to = Math.max(before.to(), next.to());
                joined.set(last, new Heard(before.sound(), before.from(), to, next.phrase()));
            } else {
                joined.add(next);
            }
        }
        return joined;
    }

    private boolean continues(Heard before, Heard next) {
        return (next.phrase() > 0 && next.phrase() == before.phrase())
                || next.from() <= before.to() + JOIN_SECONDS * rateHz;
    }

    private static int lastOf(String label, List<Heard> heard) {
        for (int i = heard.size() - 1; i >= 0; i--) {
            if (heard.get(i).label().equals(label)) {
                return i;
            }
        }
        return -1;
    }
}
