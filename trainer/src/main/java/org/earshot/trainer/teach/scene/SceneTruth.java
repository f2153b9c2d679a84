package org.earshot.trainer.teach.scene;

import java.util.Arrays;

/**
 * What is known of a scene's frames, because the scene was put together here.
 *
 * @param sounding [frames] whether the label sounds
 * @param quiet [frames] whether it does not, for certain; near the edges of the sound a frame is neither
 */
public record SceneTruth(boolean[] sounding, boolean[] quiet) {
    /** A scene without the label. */
    public static SceneTruth without(int frames) {
        boolean[] quiet = new boolean[frames];
        Arrays.fill(quiet, true);
        return new SceneTruth(new boolean[frames], quiet);
    }

    /** Whether the label sounds anywhere. */
    public boolean heard() {
        for (boolean sounds : sounding) {
            if (sounds) {
                return true;
            }
        }
        return false;
    }
}
