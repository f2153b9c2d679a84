package org.earshot.trainer.teach.scene;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.model.FrontEnd;
import org.earshot.trainer.data.corpus.Recording;

/**
 * Reads recordings of single sounds: the events in them, as they are and played a little slower and faster, which changes
 * the pitch as well.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class SoundReader {
    private static final double[] SPEEDS = {1, 0.94, 1.06};

    private final FrontEnd frontEnd;

    public SoundReader(FrontEnd frontEnd) {
        this.frontEnd = frontEnd;
    }

    /**
     * A recording of an example or of another sound.
     *
     * @param recording where it lies
     * @param samples at the front end's rate
     * @param cuts the events in it
     */
    record Taken(Recording recording, float[] samples, List<EventCutter.Cut> cuts) {}

    /** @throws org.earshot.core.audio.AudioException if the file is unreadable */
    public Taken take(Recording recording) {
        float[] samples = recording.read(frontEnd.rateHz());
        return new Taken(recording, samples, EventCutter.cut(samples, frontEnd.rateHz()));
    }

    /** The events of a recording as sounds, at each speed. */
    public List<Sound> sounds(Taken taken, String kind, int group) {
        List<Sound> sounds = new ArrayList<>();
        for (double speed : SPEEDS) {
            // Read at a rate that is lower by the speed, and taken for the model's: played faster.
            float[] samples =
                    speed == 1 ? taken.samples() : taken.recording().read((int) Math.round(frontEnd.rateHz() / speed));
            for (EventCutter.Cut cut : taken.cuts()) {
                int from = (int) Math.min(samples.length, cut.from() / speed);
                int to = (int) Math.min(samples.length, cut.to() / speed);
                if (to - from > frontEnd.hopSamples()) {
                    sounds.add(sound(Arrays.copyOfRange(samples, from, to), kind, group));
                }
            }
        }
        return sounds;
    }

    /** A sound that is nothing but itself. */
    Sound sound(float[] event, String kind, int group) {
        // Frames that begin before the sound hear its onset, too.
        int margin = frontEnd.windowSamples() - frontEnd.hopSamples();
        float[] padded = new float[event.length + margin + frontEnd.windowSamples()];
        System.arraycopy(event, 0, padded, margin, event.length);
        float[] logMel = LogMel.of(frontEnd, padded);
        int frames = logMel.length / frontEnd.mels();
        double[] levels = new double[frames];
        double top = -200;
        for (int t = 0; t < frames; t++) {
            int at = t * frontEnd.hopSamples();
            levels[t] = EventCutter.levelDb(padded, at, at + frontEnd.windowSamples());
            top = Math.max(top, levels[t]);
        }
        boolean[] active = new boolean[frames];
        double power = 0;
        int count = 0;
        for (int t = 0; t < frames; t++) {
            active[t] = levels[t] >= top - Sound.AUDIBLE_DB;
            if (active[t]) {
                power += Math.pow(10, levels[t] / 10);
                count++;
            }
        }
        return new Sound(kind, group, logMel, active, 10 * Math.log10(power / count));
    }
}
