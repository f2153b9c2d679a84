package org.earshot.trainer.data.clips;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A twentieth of a data set's clips, spread evenly over the labels: the first clip of each label and every twentieth
 * after it. A clip belongs to its alphabetically first label.
 *
 * @param part indices of the clips in it
 * @param others indices of all other clips
 */
public record TwentiethPart(int[] part, int[] others) {
    private static final int EVERY = 20;

    /** Deterministic: the same clips always give the same part. */
    public static TwentiethPart of(ClipDataset clips) {
        Map<String, Integer> seen = new HashMap<>();
        boolean[] taken = new boolean[clips.size()];
        for (int i = 0; i < taken.length; i++) {
            List<String> tags = clips.clip(i).tags().stream().sorted().toList();
            String first = tags.isEmpty() ? "" : tags.get(0);
            taken[i] = seen.merge(first, 1, Integer::sum) % EVERY == 1;
        }
        return new TwentiethPart(where(clips, i -> taken[i]), where(clips, i -> !taken[i]));
    }

    private static int[] where(ClipDataset clips, IntPredicate holds) {
        return IntStream.range(0, clips.size()).filter(holds).toArray();
    }
}
