package org.earshot.streams.replay;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;

/**
 * Sets two lists of events against each other. Events are the same sound if source, capture and label agree and their samples
 * overlap; each is used once, those that agree to the sample first, then those with the most overlap. An event counts if it
 * lies wholly in one of the spans that both sides know, a pair if one of the two does. Stateless.
 *
 * <pre>
 * emitted     dog [1,000, 5,000)   dog [20,000, 24,000)   horn [40,000, 44,000)
 * candidate   dog [1,000, 5,000)   dog [21,000, 24,000)                           bell [60,000, 64,000)
 *             KEPT                 MOVED                  GONE                    NEW
 * </pre>
 */
public final class EventDifference {
    private static final Comparator<EventChange> ORDER = Comparator.comparing(
                    (EventChange c) -> c.either().getOnset())
            .thenComparing(c -> c.either().getSourceId())
            .thenComparing(c -> c.either().getLabel());

    private record Sound(String sourceId, String epochId, String label) {
        static Sound of(SoundEvent event) {
            return new Sound(event.getSourceId(), event.getEpochId(), event.getLabel());
        }
    }

    private record Place(Sound sound, long onset, long offset) {}

    private record Pair(SoundEvent emitted, SoundEvent replayed, long overlap) {}

    private EventDifference() {}

    /**
     * The changes in the order of their onsets. Only ENDED records are looked at, a repeated one once.
     *
     * @param spans the sound of which both sides know all events
     */
    public static List<EventChange> of(
            Collection<SoundEvent> emitted, Collection<SoundEvent> replayed, List<HeardSpan> spans) {
        Map<Sound, List<SoundEvent>> before = bySound(emitted);
        Map<Sound, List<SoundEvent>> after = bySound(replayed);
        Set<Sound> sounds = new HashSet<>(before.keySet());
        sounds.addAll(after.keySet());
        List<EventChange> changes = new ArrayList<>();
        for (Sound sound : sounds) {
            compare(
                    before.getOrDefault(sound, new ArrayList<>()),
                    after.getOrDefault(sound, new ArrayList<>()),
                    spans,
                    changes);
        }
        changes.sort(ORDER);
        return changes;
    }

    private static Map<Sound, List<SoundEvent>> bySound(Collection<SoundEvent> events) {
        Map<Place, SoundEvent> once = new LinkedHashMap<>();
        for (SoundEvent event : events) {
            if (event.getPhase() == EventPhase.ENDED) {
                once.putIfAbsent(new Place(Sound.of(event), event.getOnsetSample(), event.getOffsetSample()), event);
            }
        }
        Map<Sound, List<SoundEvent>> bySound = new LinkedHashMap<>();
        once.forEach((place, event) ->
                bySound.computeIfAbsent(place.sound, sound -> new ArrayList<>()).add(event));
        return bySound;
    }

    private static void compare(
            List<SoundEvent> emitted, List<SoundEvent> replayed, List<HeardSpan> spans, List<EventChange> changes) {
        List<Pair> pairs = new ArrayList<>();
        for (SoundEvent one : emitted) {
            for (SoundEvent other : replayed) {
                long overlap = overlap(one, other);
                if (overlap > 0) {
                    pairs.add(new Pair(one, other, same(one, other) ? Long.MAX_VALUE : overlap));
                }
            }
        }
        pairs.sort(Comparator.comparingLong(Pair::overlap).reversed());
        for (Pair pair : pairs) {
            if (containsThis(emitted, pair.emitted) && containsThis(replayed, pair.replayed)) {
                emitted.removeIf(event -> event == pair.emitted);
                replayed.removeIf(event -> event == pair.replayed);
                if (counts(pair.emitted, spans) || counts(pair.replayed, spans)) {
                    EventChange.Kind kind =
                            same(pair.emitted, pair.replayed) ? EventChange.Kind.KEPT : EventChange.Kind.MOVED;
                    changes.add(new EventChange(kind, pair.emitted, pair.replayed));
                }
            }
        }
        for (SoundEvent event : emitted) {
            if (counts(event, spans)) {
                changes.add(new EventChange(EventChange.Kind.GONE, event, null));
            }
        }
        for (SoundEvent event : replayed) {
            if (counts(event, spans)) {
                changes.add(new EventChange(EventChange.Kind.NEW, null, event));
            }
        }
    }

    private static boolean containsThis(List<SoundEvent> events, SoundEvent wanted) {
        return events.stream().anyMatch(event -> event == wanted);
    }

    private static long overlap(SoundEvent one, SoundEvent other) {
        return Math.min(one.getOffsetSample(), other.getOffsetSample())
                - Math.max(one.getOnsetSample(), other.getOnsetSample());
    }

    private static boolean same(SoundEvent one, SoundEvent other) {
        return one.getOnsetSample() == other.getOnsetSample() && one.getOffsetSample() == other.getOffsetSample();
    }

    private static boolean counts(SoundEvent event, List<HeardSpan> spans) {
        return spans.stream()
                .anyMatch(span -> span.sourceId().equals(event.getSourceId())
                        && span.captureId().equals(event.getEpochId())
                        && span.holds(event.getOnsetSample(), event.getOffsetSample()));
    }
}
