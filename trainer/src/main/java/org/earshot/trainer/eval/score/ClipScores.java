package org.earshot.trainer.eval.score;

/**
 * What a model says of one clip.
 *
 * @param tags [labels], of the whole clip, 0..1
 * @param activity [labels][frames], the model's own activity curve, 0..1
 * @param blockTags [blocks][labels], tags of the clip as far as each block's end, or of the model's shorter gate that ends
 *     there: what the stream knows by then
 * @param blockEnds [blocks] frame after the last of each block; the last one is the clip's
 * @param peaks [labels] largest activity of each
 * @param segmentTags [segments][labels], the pooling inside each segment; null where it was not asked for
 */
public record ClipScores(
        float[] tags, float[][] activity, float[][] blockTags, int[] blockEnds, float[] peaks, float[][] segmentTags) {
    public ClipScores(float[] tags, float[][] activity, float[][] blockTags, int[] blockEnds) {
        this(tags, activity, blockTags, blockEnds, peaks(activity), null);
    }

    ClipScores withSegmentTags(float[][] tagsOfSegments) {
        return new ClipScores(tags, activity, blockTags, blockEnds, peaks, tagsOfSegments);
    }

    private static float[] peaks(float[][] activity) {
        float[] peaks = new float[activity.length];
        for (int k = 0; k < peaks.length; k++) {
            for (float value : activity[k]) {
                peaks[k] = Math.max(peaks[k], value);
            }
        }
        return peaks;
    }

    public int frames() {
        return blockEnds[blockEnds.length - 1];
    }

    /** [labels]: highest tag of all blocks. */
    float[] highestTags() {
        float[] highest = new float[tags.length];
        for (int k = 0; k < highest.length; k++) {
            highest[k] = highestTag(k, 0, blockTags.length - 1);
        }
        return highest;
    }

    /** Highest tag of the clips that end with block {@code from} to block {@code to}, both included. */
    float highestTag(int label, int from, int to) {
        float highest = 0;
        for (int b = from; b <= to; b++) {
            highest = Math.max(highest, blockTags[b][label]);
        }
        return highest;
    }
}
