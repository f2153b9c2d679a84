package org.earshot.trainer.eval.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.earshot.core.decode.WindowedActivity;
import org.earshot.core.detect.BlockGrid;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.Manifest;

/**
 * Scores whole clips with the detector's own inference and activity curve. For a model that streams, the tags at the
 * end of every block are computed too; for others only the tags of the whole clip.
 *
 * <p>Safe for use by several threads.
 */
public final class ClipScorer {
    private final MaskNetwork network;
    private final int blocks;
    private final SegmentPooling segments;

    /** @param blocks blocks in a clip, {@code clip.blocks} of the detector */
    public ClipScorer(MaskNetwork network, int blocks) {
        this(network, blocks, null);
    }

    /** @param segments also pools each segment; null for none */
    ClipScorer(MaskNetwork network, int blocks, SegmentPooling segments) {
        this.network = network;
        this.segments = segments;
        this.blocks = network.manifest().streams() ? blocks : 1;
    }

    /**
     * @param logMel clips one after the other, each [frames][mels]
     * @param clips number of them
     */
    public List<ClipScores> score(float[] logMel, int clips, int frames) {
        Scores scores = network.score(logMel, clips, frames);
        List<ClipScores> all = new ArrayList<>(clips);
        for (int b = 0; b < clips; b++) {
            ClipScores clip = clip(scores, b);
            all.add(segments == null ? clip : clip.withSegmentTags(segments.tags(scores, b, masks(logMel, b, frames))));
        }
        return all;
    }

    private float[] masks(float[] logMel, int clip, int frames) {
        if (!segments.needsMasks()) {
            return null;
        }
        int values = frames * network.manifest().frontEnd().mels();
        return network.masks(Arrays.copyOfRange(logMel, clip * values, (clip + 1) * values), frames);
    }

    private ClipScores clip(Scores scores, int b) {
        int classes = scores.classes();
        int frames = scores.frames();
        float[] tags = new float[classes];
        System.arraycopy(scores.tags(), b * classes, tags, 0, classes);
        float[][] activity = new float[classes][frames];
        ActivityCurve curve = network.manifest().activity();
        boolean windowed = curve.isWindowed();
        for (int k = 0; k < classes; k++) {
            int at = scores.at(b, k, 0);
            if (windowed) {
                float[] numerator = Arrays.copyOfRange(scores.poolNumerator(), at, at + frames);
                float[] denominator = Arrays.copyOfRange(scores.poolDenominator(), at, at + frames);
                WindowedActivity.of(numerator, denominator, 0, frames, curve, activity[k]);
            } else {
                System.arraycopy(scores.activity(), at, activity[k], 0, frames);
            }
        }
        BlockGrid grid = new BlockGrid(frames, Math.min(blocks, frames));
        int[] ends = new int[grid.blocks()];
        float[][] blockTags = new float[ends.length][];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = (int) grid.end(i);
            int first = i + 1 - gateBlocks(grid, frames);
            boolean whole = i == ends.length - 1 && first <= 0;
            blockTags[i] = whole ? tags : tagsBetween(scores, b, first <= 0 ? 0 : ends[first - 1], ends[i]);
        }
        return new ClipScores(tags, activity, blockTags, ends);
    }

    /** Number of blocks over which the tag for the gate is taken: the model's gate_frames rounded to whole blocks. */
    private int gateBlocks(BlockGrid grid, int frames) {
        int gateFrames = network.manifest().gateFrames();
        long rounded = Math.round((double) gateFrames * grid.blocks() / frames);
        return gateFrames == 0 ? grid.blocks() : (int) Math.max(1, Math.min(grid.blocks(), rounded));
    }

    private float[] tagsBetween(Scores scores, int b, int from, int to) {
        float[] tags = new float[scores.classes()];
        for (int k = 0; k < tags.length; k++) {
            double above = 0;
            double below = 0;
            for (int t = from; t < to; t++) {
                above += scores.poolNumerator()[scores.at(b, k, t)];
                below += scores.poolDenominator()[scores.at(b, k, t)];
            }
            tags[k] = WindowedActivity.ratio(above, below);
        }
        return tags;
    }

    public Manifest manifest() {
        return network.manifest();
    }
}
