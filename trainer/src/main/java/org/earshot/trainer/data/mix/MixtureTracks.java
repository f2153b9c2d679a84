package org.earshot.trainer.data.mix;

import java.nio.file.Path;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.flac.FlacTracks;
import org.earshot.trainer.data.clips.ClipEvent;

/**
 * The two tracks of a paper-style mixture: what separation is measured against. The network hears their mean, so a track
 * as it sounds in the mixture is half of what the file holds.
 *
 * @param events [samples] all events as they sound in the mixture; they do not overlap one another
 * @param background [samples] the scene as it sounds in the mixture
 * @param rateHz samples per second
 */
public record MixtureTracks(float[] events, float[] background, int rateHz) {

    /** @param file a FLAC file of 16 bits that {@link MixtureWriter} wrote. @throws AudioException if it is not that */
    public static MixtureTracks read(Path file) {
        FlacTracks tracks = FlacTracks.read(file);
        if (tracks.values().length != 2 || tracks.bits() != 16) {
            throw new AudioException(file + ": has " + tracks.values().length + " channel(s) of " + tracks.bits()
                    + " bits; only paper-style mixtures (2 of 16) keep events apart");
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

    /** @throws AudioException also if the file has another rate than the one asked for */
    public static MixtureTracks read(Path file, int rateHz) {
        MixtureTracks tracks = read(file);
        if (tracks.rateHz != rateHz) {
            throw new AudioException(file + ": is at " + tracks.rateHz + " Hz, the model at " + rateHz
                    + "; make the mixtures at the model's rate");
        }
        return tracks;
    }

    /** What the network hears. */
    public float[] mixture() {
        float[] sum = new float[events.length];
        for (int n = 0; n < sum.length; n++) {
            sum[n] = events[n] + background[n];
        }
        return sum;
    }

    /** One event as it sounds in the mixture, with silence around it. */
    public float[] event(ClipEvent event) {
        float[] alone = new float[events.length];
        int from = (int) Math.round(event.onsetSeconds() * rateHz);
        int to = Math.min(events.length, (int) Math.round(event.offsetSeconds() * rateHz));
        System.arraycopy(events, from, alone, from, to - from);
        return alone;
    }
}
