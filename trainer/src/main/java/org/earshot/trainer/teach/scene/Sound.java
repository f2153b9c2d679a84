package org.earshot.trainer.teach.scene;

/**
 * One sound to be laid on backgrounds, as log-mel frames.
 *
 * @param kind what it is, for people
 * @param group recordings of one group are never learnt from and judged by at once
 * @param logMel [frames][mels]
 * @param active [frames] whether it is within {@link #AUDIBLE_DB} of its loudest
 * @param levelDb root mean square over its active frames, in dBFS
 */
public record Sound(String kind, int group, float[] logMel, boolean[] active, double levelDb) {
    static final double AUDIBLE_DB = 25;

    int frames() {
        return active.length;
    }
}
