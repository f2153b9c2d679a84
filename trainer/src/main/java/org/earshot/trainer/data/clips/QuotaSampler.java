package org.earshot.trainer.data.clips;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Clips drawn so that the most frequent label is drawn at most five times as often as the rarest: each label occurs in
 * a list as often as its quota, the list is shuffled and consumed, and each entry yields the next clip of its label (Xu
 * et al. 2018). Labels with fewer than 1000 clips have the quota 1, fewer than 2000 the quota 2, and so on up to 5.
 *
 * <p>Clips that have no tag, or auxiliary ones alone, are a group of their own with quota 1. The bound applies to the
 * labels that are drawn; other tags of the same clips can exceed it. Used by one thread.
 */
public final class QuotaSampler implements ClipSampler {
    private final List<EpochSampler> groups = new ArrayList<>();
    private final EpochSampler turns;

    public QuotaSampler(ClipDataset dataset) {
        List<Integer> entries = new ArrayList<>();
        List<String> own = dataset.labels().subList(0, dataset.ownLabels());
        for (String label : own) {
            add(entries, dataset.clipsWhere(clip -> clip.tags().contains(label)));
        }
        add(entries, dataset.clipsWhere(clip -> clip.tags().stream().noneMatch(own::contains)));
        this.turns =
                new EpochSampler(entries.stream().mapToInt(Integer::intValue).toArray());
    }

    /** How often a label with that many clips occurs in the list. */
    public static int quota(int clips) {
        return Math.min(5, clips / 1000 + 1);
    }

    @Override
    public int next(RandomGenerator random) {
        return groups.get(turns.next(random)).next(random);
    }

    private void add(List<Integer> entries, int[] members) {
        if (members.length == 0) {
            return;
        }
        for (int i = 0; i < quota(members.length); i++) {
            entries.add(groups.size());
        }
        groups.add(new EpochSampler(members));
    }
}
