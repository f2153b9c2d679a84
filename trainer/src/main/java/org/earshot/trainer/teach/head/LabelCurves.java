package org.earshot.trainer.teach.head;

import java.util.Arrays;
import java.util.List;
import org.earshot.core.decode.WindowedActivity;
import org.earshot.core.detect.BlockGrid;
import org.earshot.core.model.Manifest;
import org.earshot.trainer.eval.score.ClipScores;

/**
 * What one head says of the frames of a scene. The sums of scenes that follow each other make up a clip, because the tag of
 * a clip is the ratio of the sums of its frames.
 *
 * @param above [frames], sum_f M e^(alpha M)
 * @param below [frames], sum_f e^(alpha M)
 * @param weighted [frames], sum_f w(f) M
 */
public record LabelCurves(float[] above, float[] below, float[] weighted) {
    private static final int BLOCKS = 10;

    /** @param logits [frames][mels]; @param weights [mels] of the graph's activity; null if it has none */
    public static LabelCurves of(float[] logits, FapHead head, float[] weights) {
        int mels = head.alpha().length;
        int frames = logits.length / mels;
        float[] above = new float[frames];
        float[] below = new float[frames];
        float[] weighted = new float[frames];
        for (int t = 0; t < frames; t++) {
            double n = 0;
            double d = 0;
            double w = 0;
            for (int f = 0; f < mels; f++) {
                double mask = 1 / (1 + Math.exp(-logits[t * mels + f]));
                double e = Math.exp(head.alpha()[f] * mask);
                n += mask * e;
                d += e;
                w += weights == null ? 0 : weights[f] * mask;
            }
            above[t] = (float) n;
            below[t] = (float) d;
            weighted[t] = (float) (weights == null ? n / d : w);
        }
        return new LabelCurves(above, below, weighted);
    }

    /** These frames and then those of another scene. */
    public LabelCurves then(LabelCurves next) {
        return new LabelCurves(joined(above, next.above), joined(below, next.below), joined(weighted, next.weighted));
    }

    /** The scores of a clip, with the activity and the gates of a model, as those of its only label. */
    public ClipScores scores(Manifest manifest) {
        int frames = above.length;
        float[] activity = weighted;
        if (manifest.activity().isWindowed()) {
            activity = new float[frames];
            WindowedActivity.of(above, below, 0, frames, manifest.activity(), activity);
        }
        BlockGrid grid = new BlockGrid(frames, BLOCKS);
        int gateBlocks = manifest.gateFrames() == 0 ? BLOCKS : grid.blocksOf(manifest.gateFrames());
        float[][] tags = new float[BLOCKS][];
        int[] ends = new int[BLOCKS];
        for (int b = 0; b < BLOCKS; b++) {
            ends[b] = (int) grid.end(b);
            tags[b] = new float[] {tag((int) grid.stretchStart(b, gateBlocks), ends[b])};
        }
        return new ClipScores(new float[] {tag(0, frames)}, new float[][] {activity}, tags, ends);
    }

    /** Tag of the frames [from, to). */
    public float tag(int from, int to) {
        double n = 0;
        double d = 0;
        for (int t = from; t < to; t++) {
            n += above[t];
            d += below[t];
        }
        return WindowedActivity.ratio(n, d);
    }

    /** What several heads say of one scene. */
    public static List<LabelCurves> of(SceneFeatures scene, List<FapHead> heads, float[] steps, List<float[]> weights) {
        HeadPass pass = new HeadPass(steps, 0, 1, scene.frames() * scene.mels());
        float[][] logits = pass.logits(scene, heads);
        LabelCurves[] curves = new LabelCurves[heads.size()];
        for (int h = 0; h < curves.length; h++) {
            curves[h] = of(logits[h], heads.get(h), weights.get(h));
        }
        return List.of(curves);
    }

    private static float[] joined(float[] a, float[] b) {
        float[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
