package org.earshot.trainer.eval.metric;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Audio tagging score of DCASE 2017 task 4 A: precision, recall and F1 over all (clip, label) pairs. File names are
 * compared without path, without extension and without the leading {@code Y} of the audio files, which the ground truth
 * lacks. Every reference clip counts, so a clip without predictions adds its misses; predictions for unknown clips are
 * ignored.
 *
 * <p>Stateless.
 */
public final class Dcase2017Tagging {
    private Dcase2017Tagging() {}

    /** Counts over all labels and reference clips. */
    public static BinaryScores score(EventList reference, EventList estimated) {
        Map<String, Set<String>> truth = tags(reference);
        Map<String, Set<String>> guess = tags(estimated);
        BinaryScores sum = new BinaryScores(0, 0, 0);
        for (Map.Entry<String, Set<String>> clip : truth.entrySet()) {
            Set<String> said = guess.getOrDefault(clip.getKey(), Set.of());
            long hits = said.stream().filter(clip.getValue()::contains).count();
            sum = sum.plus(
                    new BinaryScores(hits, said.size() - hits, clip.getValue().size() - hits));
        }
        return sum;
    }

    /**
     * The name under which a clip is compared: {@code audio/Yabc_0.000_10.000.wav} becomes {@code abc_0.000_10.000}.
     */
    public static String clipName(String file) {
        String name = EventList.baseName(file);
        if (name.matches("(?i).*\\.(wav|flac|mp3|jams|txt|csv)")) {
            name = name.substring(0, name.lastIndexOf('.'));
        }
        return name.matches("Y.{11}_\\d.*") ? name.substring(1) : name;
    }

    private static Map<String, Set<String>> tags(EventList list) {
        Map<String, Set<String>> tags = new LinkedHashMap<>();
        for (String file : list.files()) {
            Set<String> labels = tags.computeIfAbsent(clipName(file), f -> new LinkedHashSet<>());
            list.of(file).forEach(e -> labels.add(e.label()));
        }
        return tags;
    }
}
