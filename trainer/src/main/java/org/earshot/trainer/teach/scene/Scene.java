package org.earshot.trainer.teach.scene;

/**
 * Half a clip to learn from or to judge by.
 *
 * @param logMel [context + frames + context][mels]
 * @param truth of its frames
 * @param fold which of the held-out heads has not learnt from it
 * @param part what it is there for
 * @param kind what it is, for people
 * @param snrDb level of the sound over the background; NaN without a sound
 * @param bed number of its background
 * @param half which half of the background, 0 or 1
 * @param onset first frame of the sound; -1 without
 * @param offset frame after its last; -1 without
 */
public record Scene(
        float[] logMel,
        SceneTruth truth,
        int fold,
        Part part,
        String kind,
        double snrDb,
        int bed,
        int half,
        int onset,
        int offset) {

    /** What scenes are there for. */
    public enum Part {
        /** With the label. */
        EXAMPLE,
        /** With another sound. */
        OTHER,
        /** Background as it is. */
        BED
    }
}
