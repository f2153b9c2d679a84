package org.earshot.trainer.data.mix;

import java.nio.file.Path;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.flac.FlacTracks;
import org.earshot.trainer.data.clips.ClipEvent;

/**
 * The two tracks of a paper-style mixture, the reference for separation. The input of the network is their mean, so
 * each track as it sounds in the mixture is half of that in the file.
 *
 * @param events [samples] all events as they sound in the mixture; they do not overlap each other
 * @param background [samples] the scene as it sounds in the mixture
 * @param rateHz samples per second
 */
public record MixtureTracks(float[] events, float[] background, int rateHz) {

    /**
     * @param file a 16-bit FLAC file written by {@link MixtureWriter}. @throws AudioException if it is something else
     */
    public static MixtureTracks read(Path file) {
        FlacTracks tracks = FlacTracks.read(file);
        if (tracks.values().length != 2 || tracks.bits() != 16) {
            throw new AudioException(file + ": has " + tracks.values().length + " channel(s) of " + tracks.bits()
                    + " bits; only paper-style mixtures (2 channels of 16) have a separate track of events");
        }
        return new MixtureTracks(halved(tracks.values()[0]), halved(tracks.values()[1]), tracks.rateHz());
    }

    private static float[] halved(int[] values) {
        float[] halved = new float[values.length];
        for (int n = 0; n < values.length; n++) {
            halved[n] = values[n] / 65_536f;
        }
        return halved;
    }

    /** @throws AudioException also if the file has another sampling rate */
    public static MixtureTracks read(Path file, int rateHz) {
        MixtureTracks tracks = read(file);
        if (tracks.rateHz != rateHz) {
            throw new AudioException(
                    file + ": has " + tracks.rateHz + " Hz, the model " + rateHz + " Hz; mix at the model's rate");
        }
        return tracks;
    }

    /** The input of the network. */
    public float[] mixture() {
        float[] sum = new float[events.length];
        for (int n = 0; n < sum.length; n++) {
            sum[n] = events[n] + background[n];
        }
        return sum;
    }

    /** One event as it sounds in the mixture, surrounded by silence. */
    public float[] event(ClipEvent event) {
        float[] alone = new float[events.length];
        int from = (int) Math.round(event.onsetSeconds() * rateHz);
        int to = Math.min(events.length, (int) Math.round(event.offsetSeconds() * rateHz));
        System.arraycopy(events, from, alone, from, to - from);
        return alone;
    }
}
