package org.earshot.trainer.eval.choice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.earshot.core.decode.RunRules;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.eval.score.EventDecoder;
import org.earshot.trainer.eval.score.ScoredSet;

/**
 * Thresholds of a model from clips with tags only: a first choice that makes a new model usable.
 * {@link ThresholdSearch} does better but needs event times.
 *
 * <ul>
 *   <li>The gate is the one with the best F1 of the clips' tags, midway between neighbouring scores and at most 0.8.
 *   <li>Low and high lie between the activity that clips without the label do not exceed in 99 % of the frames and the
 *       median peak of the clips with the label, at 25 % and 60 % of the distance.
 * </ul>
 *
 * <p>Stateless.
 */
public final class WeakThresholds {
    private static final float LARGEST_GATE = 0.8f;
    private static final double QUIET_SHARE = 0.99;
    private static final float LOW_SHARE = 0.25f;
    private static final float HIGH_SHARE = 0.6f;

    private WeakThresholds() {}

    /**
     * What was chosen.
     *
     * @param thresholds of each label
     * @param kept labels that keep their thresholds, because no clip or every clip has them, or because the activity
     *     does not differ between clips with and without them
     */
    public record Choice(List<Thresholds> thresholds, List<String> kept) {}

    /** @param manifest of the model; labels that the clips say nothing about keep its thresholds */
    public static Choice choose(Manifest manifest, ScoredSet set) {
        EventDecoder decoder = new EventDecoder(
                EventDecoder.Mode.STREAM,
                new RunRules(manifest.minEventFrames(), manifest.maxGapFrames(), true),
                manifest.activity().aheadFrames());
        List<Thresholds> thresholds = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        for (int k = 0; k < manifest.classes(); k++) {
            RankedTags tags = RankedTags.of(set, k, decoder);
            float quiet = quietActivity(set, k);
            float loud = middlePeak(set, k);
            if (tags.with().length == 0 || tags.without().length == 0 || !(loud > quiet)) {
                kept.add(manifest.labels().get(k));
                thresholds.add(manifest.thresholds().get(k));
                continue;
            }
            thresholds.add(new Thresholds(
                    gate(tags), quiet + HIGH_SHARE * (loud - quiet), quiet + LOW_SHARE * (loud - quiet)));
        }
        return new Choice(List.copyOf(thresholds), List.copyOf(kept));
    }

    private static float gate(RankedTags tags) {
        float[] all = Arrays.copyOf(tags.with(), tags.with().length + tags.without().length);
        System.arraycopy(tags.without(), 0, all, tags.with().length, tags.without().length);
        Arrays.sort(all);
        float best = 0;
        double bestF1 = tags.above(0).f1();
        for (int i = 1; i < all.length; i++) {
            float middle = (all[i - 1] + all[i]) / 2;
            double f1 = all[i - 1] < all[i] ? tags.above(middle).f1() : 0;
            if (f1 > bestF1) {
                best = middle;
                bestF1 = f1;
            }
        }
        return Math.min(LARGEST_GATE, best);
    }

    /** The activity that nearly all frames of clips without the label stay below; NaN if there are no such clips. */
    private static float quietActivity(ScoredSet set, int label) {
        List<float[]> curves = new ArrayList<>();
        for (int i = 0; i < set.size(); i++) {
            if (!set.tags().get(i)[label]) {
                curves.add(set.scores().get(i).activity()[label]);
            }
        }
        float[] all = new float[curves.stream().mapToInt(curve -> curve.length).sum()];
        int at = 0;
        for (float[] curve : curves) {
            System.arraycopy(curve, 0, all, at, curve.length);
            at += curve.length;
        }
        Arrays.sort(all);
        return all.length == 0 ? Float.NaN : all[(int) (QUIET_SHARE * (all.length - 1))];
    }

    private static float middlePeak(ScoredSet set, int label) {
        float[] peaks = new float[set.size()];
        int count = 0;
        for (int i = 0; i < set.size(); i++) {
            if (set.tags().get(i)[label]) {
                peaks[count++] = set.scores().get(i).peaks()[label];
            }
        }
        float[] known = Arrays.copyOf(peaks, count);
        Arrays.sort(known);
        return count == 0 ? Float.NaN : known[count / 2];
    }
}
