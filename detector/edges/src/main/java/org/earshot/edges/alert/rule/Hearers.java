package org.earshot.edges.alert.rule;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which sources heard a label, and when. Sounds are noted as they end, so that one which is long may have begun before others that
 * were noted earlier:
 *
 * <pre>
 * door   --------------        noted third
 * yard            --           noted first
 * gate              ---        noted second
 * </pre>
 *
 * <p>It has a bound: of more sources the one that was noted longest ago is forgotten, and of each source all but its latest few
 * sounds. For one thread.
 */
final class Hearers {
    private static final int SOUNDS_OF_A_SOURCE = 4;

    private record Sound(String sourceId, long beganMs) {}

    private final BoundedMap<String, Deque<Long>> beganMs;
    private final long withinMs;

    /**
     * Nobody has heard anything yet.
     *
     * @param most sources that are remembered
     * @param within longest time between the beginnings of sounds that belong together
     */
    Hearers(int most, Duration within) {
        this.beganMs = new BoundedMap<>(most);
        this.withinMs = within.toMillis();
    }

    /** Notes a sound. */
    void note(String sourceId, long soundBeganMs) {
        Deque<Long> sounds = beganMs.getOrDefault(sourceId, new ArrayDeque<>(SOUNDS_OF_A_SOURCE));
        if (sounds.size() == SOUNDS_OF_A_SOURCE) {
            sounds.removeFirst();
        }
        sounds.addLast(soundBeganMs);
        beganMs.putLast(sourceId, sounds);
    }

    /** The most sources whose sounds belong together with one that was just noted, its own source last. */
    List<String> together(long soundBeganMs) {
        List<Sound> near = near(soundBeganMs);
        Map<String, Integer> soundsOf = new HashMap<>();
        List<Sound> most = List.of();
        int sources = 0;
        int first = 0;
        for (int n = 0; n < near.size(); n++) {
            Sound last = near.get(n);
            soundsOf.merge(last.sourceId, 1, Integer::sum);
            while (last.beganMs - near.get(first).beganMs > withinMs) {
                soundsOf.computeIfPresent(
                        near.get(first).sourceId, (source, sounds) -> sounds == 1 ? null : sounds - 1);
                first++;
            }
            if (last.beganMs >= soundBeganMs && soundsOf.size() > sources) {
                sources = soundsOf.size();
                most = near.subList(first, n + 1);
            }
        }
        Set<String> together = most.stream().map(Sound::sourceId).collect(Collectors.toSet());
        return beganMs.keySet().stream().filter(together::contains).toList();
    }

    /** Sounds that may belong together with it, by their beginnings. */
    private List<Sound> near(long soundBeganMs) {
        List<Sound> near = new ArrayList<>();
        beganMs.forEach((source, sounds) -> sounds.stream()
                .filter(other -> Math.abs(other - soundBeganMs) <= withinMs)
                .forEach(other -> near.add(new Sound(source, other))));
        near.sort(Comparator.comparingLong(Sound::beganMs));
        return near;
    }
}
