package org.earshot.trainer.eval;

/**
 * What a model says of one clip.
 *
 * @param tags [labels], of the whole clip, 0..1
 * @param activity [labels][frames], the model's own activity curve, 0..1
 * @param blockTags [blocks][labels], tags of the clip as far as each block's end: what the stream knows by then
 * @param blockEnds [blocks] frame after the last of each block; the last one is the clip's
 */
public record ClipScores(float[] tags, float[][] activity, float[][] blockTags, int[] blockEnds) {
    public int frames() {
        return blockEnds[blockEnds.length - 1];
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
