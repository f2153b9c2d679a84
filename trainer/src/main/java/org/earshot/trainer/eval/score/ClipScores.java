package org.earshot.trainer.eval.score;

/**
 * The output of a model for one clip.
 *
 * @param tags [labels], of the whole clip, 0..1
 * @param activity [labels][frames], the model's own activity curve, 0..1
 * @param blockTags [blocks][labels], tags at the end of each block, over the clip so far or over the model's
 *     gate_frames: what the stream knows at that time
 * @param blockEnds [blocks] frame after the last frame of each block; the last is the number of frames of the clip
 * @param peaks [labels] largest activity of each
 * @param segmentTags [segments][labels], tags of the segments; null if not requested
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
