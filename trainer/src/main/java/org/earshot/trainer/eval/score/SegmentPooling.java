package org.earshot.trainer.eval.score;

import java.util.Arrays;
import org.earshot.core.decode.WindowedActivity;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Manifest;

/**
 * The tag of every segment of a clip: the model's own pooling, applied again to the frames that begin in the segment
 * (Wang, Li and Metze 2019, on DCASE 2017 task 4). The network still sees the whole clip; only the pooling is
 * restricted.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class SegmentPooling {
    /** Weight of a rank relative to the one before, in the manifest's training record. */
    public static final String RANK_RATIO = "gwrp_r";

    private static final double PAPER_RANK_RATIO = 0.9998;

    private final Kind kind;
    private final float[][] alpha;
    private final double rankRatio;
    private final double framesPerSegment;

    private enum Kind {
        SUMS,
        SHARP,
        RANKS,
        MAXIMUM,
        LINEAR_SOFTMAX
    }

    private SegmentPooling(Kind kind, Manifest manifest, double segmentSeconds) {
        this.kind = kind;
        this.alpha = new float[manifest.alpha().size()][];
        for (int k = 0; k < alpha.length; k++) {
            alpha[k] = new float[manifest.alpha().get(k).size()];
            for (int f = 0; f < alpha[k].length; f++) {
                alpha[k][f] = manifest.alpha().get(k).get(f);
            }
        }
        this.rankRatio = manifest.training().get(RANK_RATIO) instanceof Number r ? r.doubleValue() : PAPER_RANK_RATIO;
        this.framesPerSegment = segmentSeconds / manifest.frontEnd().frameSeconds();
    }

    /** True if the model file contains the frame weights of its pooling; that of the Attention baseline does not. */
    public static boolean isPossible(Manifest manifest) {
        return manifest.streams()
                || kind(manifest) != Kind.SHARP
                || !manifest.alpha().isEmpty();
    }

    /** @throws ConfigurationException if it {@linkplain #isPossible is not possible} */
    public static SegmentPooling of(Manifest manifest, double segmentSeconds) {
        if (!isPossible(manifest)) {
            throw new ConfigurationException("model " + manifest.name() + ": its pooling, " + manifest.pooling()
                    + ", uses frame weights that the file does not contain, so segments cannot be pooled; score them by"
                    + " events");
        }
        return new SegmentPooling(kind(manifest), manifest, segmentSeconds);
    }

    private static Kind kind(Manifest manifest) {
        if (manifest.streams()) {
            return Kind.SUMS;
        }
        return switch (manifest.pooling()) {
            case "gmp" -> Kind.MAXIMUM;
            case "gwrp" -> Kind.RANKS;
            case "linear-softmax" -> Kind.LINEAR_SOFTMAX;
            default -> Kind.SHARP;
        };
    }

    /** True if the masks of the clips are needed. */
    boolean needsMasks() {
        return kind == Kind.RANKS || kind == Kind.MAXIMUM || kind == Kind.SHARP;
    }

    /**
     * @param scores of a batch
     * @param clip index of the clip in the batch
     * @param masks [labels][frames][mels] of the clip, or null if not needed
     * @return [segments][labels], 0..1
     */
    float[][] tags(Scores scores, int clip, float[] masks) {
        int frames = scores.frames();
        float[][] tags = new float[segmentOf(frames - 1) + 1][scores.classes()];
        for (int from = 0; from < frames; ) {
            int segment = segmentOf(from);
            int to = from;
            while (to < frames && segmentOf(to) == segment) {
                to++;
            }
            for (int k = 0; k < scores.classes(); k++) {
                tags[segment][k] = needsMasks()
                        ? overBins(masks, k, scores, from, to)
                        : overFrames(scores, scores.at(clip, k, from), scores.at(clip, k, to - 1) + 1);
            }
            from = to;
        }
        return tags;
    }

    /** Segment in which a frame starts; a thousandth of a frame allows for rounding of its time. */
    private int segmentOf(int frame) {
        return (int) Math.floor((frame + 1e-3) / framesPerSegment);
    }

    private float overFrames(Scores scores, int from, int to) {
        double above = 0;
        double below = 0;
        for (int i = from; i < to; i++) {
            double p = kind == Kind.SUMS ? 0 : scores.activity()[i];
            above += kind == Kind.SUMS ? scores.poolNumerator()[i] : p * p;
            below += kind == Kind.SUMS ? scores.poolDenominator()[i] : p;
        }
        return WindowedActivity.ratio(above, below);
    }

    private float overBins(float[] masks, int label, Scores scores, int from, int to) {
        int mels = masks.length / scores.classes() / scores.frames();
        int start = (label * scores.frames() + from) * mels;
        float[] bins = Arrays.copyOfRange(masks, start, start + (to - from) * mels);
        if (kind == Kind.SHARP) {
            return sharp(bins, alpha[label]);
        }
        Arrays.sort(bins);
        double above = bins[bins.length - 1];
        double below = 1;
        double weight = 1;
        for (int rank = 1; kind == Kind.RANKS && rank < bins.length; rank++) {
            weight *= rankRatio;
            above += weight * bins[bins.length - 1 - rank];
            below += weight;
        }
        return (float) (above / below);
    }

    private static float sharp(float[] bins, float[] alpha) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < bins.length; i++) {
            largest = Math.max(largest, (double) alpha[i % alpha.length] * bins[i]);
        }
        double above = 0;
        double below = 0;
        for (int i = 0; i < bins.length; i++) {
            double e = Math.exp((double) alpha[i % alpha.length] * bins[i] - largest);
            above += bins[i] * e;
            below += e;
        }
        return (float) (above / below);
    }
}
