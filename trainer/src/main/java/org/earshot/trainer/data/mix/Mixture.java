package org.earshot.trainer.data.mix;

import java.util.List;
import org.earshot.trainer.data.clips.ClipEvent;

/**
 * A rendered mixture; {@link MixturePlan} has an example.
 *
 * @param plan the plan from which it was rendered
 * @param channels [1][samples], or [2][samples] with events and background in separate channels; within -1..1
 * @param events labelled events, ascending by onset; the tags are their labels
 * @param sources the sound of each event, in the order of {@code events}; of a phrase the first one
 */
public record Mixture(MixturePlan plan, float[][] channels, List<ClipEvent> events, List<Placement> sources) {

    /** The mean of the channels, which is the input of a network. */
    public float[] mono() {
        if (channels.length == 1) {
            return channels[0];
        }
        float[] mono = new float[channels[0].length];
        for (int n = 0; n < mono.length; n++) {
            mono[n] = (channels[0][n] + channels[1][n]) / 2;
        }
        return mono;
    }
}
