package org.earshot.trainer.teach;

import org.earshot.trainer.eval.score.ClipScores;
import org.earshot.trainer.eval.score.ConfirmedRun;
import org.earshot.trainer.teach.scene.Scene;

/**
 * A clip with what a head says of it that has learnt from nothing in it.
 *
 * @param scores of the label as the only one
 * @param part what it is there for
 * @param kind what it is, for people
 * @param given whether its background was given by the user
 * @param snrDb of its sound; NaN without
 * @param onset first frame of the sound within the clip; -1 without the label
 * @param offset frame after its last
 */
record HeldOutClip(
        ClipScores scores, Scene.Part part, String kind, boolean given, double snrDb, int onset, int offset) {
    /** Whether a run lies over the sound. */
    boolean overlaps(ConfirmedRun run) {
        return run.frames().onset() < offset && run.frames().offset() > onset;
    }
}
