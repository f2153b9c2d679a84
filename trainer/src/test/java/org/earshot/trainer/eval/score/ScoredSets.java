package org.earshot.trainer.eval.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.earshot.trainer.eval.metric.EventRow;

/** Scored clips of one label, {@code dog}, made by hand: 311 frames of 32 ms in ten blocks. */
public final class ScoredSets {
    public static final double FRAME_SECONDS = 0.032;
    private static final int FRAMES = 311;
    private static final int BLOCKS = 10;

    private final List<String> names = new ArrayList<>();
    private final List<boolean[]> tags = new ArrayList<>();
    private final List<List<EventRow>> events = new ArrayList<>();
    private final List<ClipScores> scores = new ArrayList<>();

    /**
     * Adds a clip with an activity of 0.05 raised over intervals.
     *
     * @param tag of the clip and of all its blocks
     * @param truth frames of the true event, or null
     * @param raised {height * 100, first frame, frame after the last} each
     */
    public ScoredSets clip(float tag, int[] truth, int[]... raised) {
        float[] curve = new float[FRAMES];
        Arrays.fill(curve, 0.05f);
        for (int[] part : raised) {
            Arrays.fill(curve, part[1], part[2], part[0] / 100f);
        }
        String name = names.size() + ".wav";
        names.add(name);
        tags.add(new boolean[] {truth != null});
        events.add(
                truth == null
                        ? List.of()
                        : List.of(new EventRow(name, truth[0] * FRAME_SECONDS, truth[1] * FRAME_SECONDS, "dog")));
        scores.add(scores(tag, curve));
        return this;
    }

    /** Gives the last clip another tag as a whole than that of its blocks. */
    public ScoredSets taggedAsAWhole(float tag) {
        ClipScores last = scores.remove(scores.size() - 1);
        scores.add(new ClipScores(new float[] {tag}, last.activity(), last.blockTags(), last.blockEnds()));
        return this;
    }

    public ScoredSet set() {
        return new ScoredSet(List.of("dog"), FRAME_SECONDS, 10, names, tags, events, scores);
    }

    static ClipScores scores(float tag, float[] curve) {
        float[][] blockTags = new float[BLOCKS][];
        int[] ends = new int[BLOCKS];
        for (int b = 0; b < BLOCKS; b++) {
            blockTags[b] = new float[] {tag};
            ends[b] = (b + 1) * FRAMES / BLOCKS;
        }
        return new ClipScores(new float[] {tag}, new float[][] {curve}, blockTags, ends);
    }
}
