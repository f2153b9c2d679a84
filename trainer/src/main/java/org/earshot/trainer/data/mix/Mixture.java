package org.earshot.trainer.data.mix;

import java.util.List;
import org.earshot.trainer.data.clips.ClipEvent;
import org.earshot.trainer.data.corpus.Recording;

/**
 * A rendered mixture.
 *
 * @param plan what it was made from
 * @param channels [1][samples] or, where the events are kept apart, [2][samples]: events, background; within -1..1
 * @param events what is heard when, ascending by onset; the tags are its labels
 * @param sources per event the recording, in the order of {@code events}; of a phrase the first
 */
public record Mixture(MixturePlan plan, float[][] channels, List<ClipEvent> events, List<Recording> sources) {

    /** The mean of the channels: what a network is given. */
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
