package org.earshot.trainer.teach.scene;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.model.FrontEnd;

/**
 * Cuts backgrounds into stretches of two scenes.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class Beds {
    private final FrontEnd frontEnd;
    private final int frames;

    /** @param frames of a stretch with its context */
    public Beds(FrontEnd frontEnd, int frames) {
        this.frontEnd = frontEnd;
        this.frames = frames;
    }

    /** Samples that a stretch with its context needs. */
    int samples() {
        return (frames - 1) * frontEnd.hopSamples() + frontEnd.windowSamples();
    }

    /**
     * The stretches of recordings, spread evenly over all of them where there are more than asked for. A recording that is
     * shorter than one is repeated.
     *
     * @param folder that they lie in or below; they are named by their path in it
     * @param most of the stretches
     * @return the stretches and how long the recordings are together
     */
    public Given given(Path folder, int most) {
        List<Path> files = SoundFolder.files(folder);
        List<Bed> beds = new ArrayList<>();
        double seconds = 0;
        // The context of one stretch lies in the next, so that each frame counts once.
        int step = samples();
        List<Integer> counts = new ArrayList<>();
        for (Path file : files) {
            int samples = AudioFiles.readMono(file, frontEnd.rateHz()).length;
            seconds += (double) samples / frontEnd.rateHz();
            counts.add(samples == 0 ? 0 : Math.max(1, samples / step));
        }
        int all = counts.stream().mapToInt(Integer::intValue).sum();
        int at = 0;
        for (int i = 0; i < counts.size(); i++) {
            // Decoded once more, so that no more than one file is held at a time.
            float[] sound = null;
            for (int n = 0; n < counts.get(i); n++, at++) {
                if (all <= most || (long) at * most / all != (long) (at + 1) * most / all) {
                    sound = sound == null ? AudioFiles.readMono(files.get(i), frontEnd.rateHz()) : sound;
                    beds.add(bed(sound, n * step, place(folder.relativize(files.get(i)), n * step), Bed.Origin.GIVEN));
                }
            }
        }
        return new Given(beds, seconds);
    }

    /** Where to listen to a stretch: the file and, after its beginning, the minute and second. */
    private String place(Path file, int sample) {
        int seconds = sample / frontEnd.rateHz();
        return file + (seconds == 0 ? "" : String.format(Locale.ROOT, " at %d:%02d", seconds / 60, seconds % 60));
    }

    /** Stretches of given background, and its whole length. */
    public record Given(List<Bed> beds, double seconds) {}

    /** A stretch of a sound, which is repeated where it is too short. */
    Bed bed(float[] sound, int from, String kind, Bed.Origin origin) {
        float[] stretch = new float[samples()];
        for (int n = 0; n < stretch.length; n++) {
            stretch[n] = sound[(from + n) % sound.length];
        }
        return new Bed(kind, origin, LogMel.of(frontEnd, stretch), EventCutter.levelDb(stretch, 0, stretch.length));
    }

    /** Noise of a microphone and its room, from white to brown, of any level. */
    public List<Bed> noise(int count, long seed) {
        List<Bed> beds = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            double pole = random.nextDouble(0, 0.99);
            double gain = Math.pow(10, random.nextDouble(-70, -25) / 20) * Math.sqrt(1 - pole * pole);
            float[] noise = new float[samples()];
            double last = 0;
            for (int n = 0; n < noise.length; n++) {
                last = pole * last + random.nextGaussian();
                noise[n] = (float) (gain * last);
            }
            beds.add(bed(noise, 0, "noise", Bed.Origin.NOISE));
        }
        return beds;
    }
}
