package org.earshot.trainer.teach.scene;

/**
 * A stretch of background: two scenes in a row, which make a clip, with the context that the network needs on either side.
 *
 * @param kind what it is, for people
 * @param origin where it comes from
 * @param logMel [context + 2 scenes + context][mels]
 * @param levelDb root mean square in dBFS
 */
public record Bed(String kind, Origin origin, float[] logMel, double levelDb) {
    /** Where backgrounds come from. */
    public enum Origin {
        /** The place that the label is taught for. */
        GIVEN,
        /** The sounds that come with the program. */
        SHIPPED,
        /** Made here. */
        NOISE
    }
}
