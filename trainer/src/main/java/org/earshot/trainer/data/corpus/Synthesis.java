package org.earshot.trainer.data.corpus;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.earshot.trainer.data.corpus.Recording.Origin;
import org.earshot.trainer.data.corpus.Recording.Role;

/**
 * A synthetic sound of a kind that is electronic or mechanical in reality too: sirens, alarms and horns. All parameters
 * are random; the same seed gives the same sound. {@code DATA.md} lists the parameters of each kind and their ranges.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @param kind kind of sound
 * @param seed seed of all parameters
 */
public record Synthesis(Kind kind, long seed) {
    private static final double PEAK = 0.7;
    private static final double FADE_SECONDS = 0.005;

    /** The kinds of synthetic sounds. */
    public enum Kind {
        SIREN_WAIL,
        SIREN_YELP,
        SIREN_HI_LO,
        SIREN_RISING,
        ALARM_THREE,
        ALARM_FOUR,
        ALARM_CLOCK,
        ALARM_BELL,
        HORN
    }

    private static final Map<String, List<Kind>> BY_LABEL = Map.of(
            "siren", List.of(Kind.SIREN_WAIL, Kind.SIREN_YELP, Kind.SIREN_HI_LO, Kind.SIREN_RISING),
            "alarm_clock",
                    List.of(Kind.ALARM_CLOCK, Kind.ALARM_CLOCK, Kind.ALARM_BELL, Kind.ALARM_THREE, Kind.ALARM_FOUR),
            "car_horn", List.of(Kind.HORN));

    /** True if there are synthetic sounds for a label. */
    public static boolean knows(String label) {
        return BY_LABEL.containsKey(label);
    }

    /** A random synthetic sound of a label, as a recording of the train split. */
    public static Recording any(String label, SplittableRandom random) {
        List<Kind> kinds = BY_LABEL.get(label);
        Synthesis synthesis = new Synthesis(kinds.get(random.nextInt(kinds.size())), random.nextLong());
        String kind = synthesis.kind.name().toLowerCase(Locale.ROOT);
        String name = "synthetic/" + kind + "/" + Long.toHexString(synthesis.seed);
        return new Recording(
                name,
                Path.of(name),
                Role.EVENT,
                label,
                Split.TRAIN,
                synthesis.seconds(),
                Recording.Excerpt.WHOLE,
                new Origin("synthetic", kind),
                synthesis);
    }

    /** Length in seconds. */
    double seconds() {
        return seconds(new SplittableRandom(seed));
    }

    private double seconds(SplittableRandom random) {
        return switch (kind) {
            case SIREN_WAIL, SIREN_HI_LO -> random.nextDouble(3, 9);
            case SIREN_YELP -> random.nextDouble(2, 8);
            case SIREN_RISING -> random.nextDouble(5, 9.5);
            case ALARM_THREE, ALARM_FOUR -> random.nextDouble(2, 8);
            case ALARM_CLOCK -> random.nextDouble(1, 7);
            case ALARM_BELL -> random.nextDouble(0.8, 6);
            case HORN -> Math.exp(random.nextDouble(Math.log(0.15), Math.log(3.5)));
        };
    }

    /** The samples, with a peak of 0.7 and faded edges like those of the recordings. */
    float[] render(int rateHz) {
        SplittableRandom random = new SplittableRandom(seed);
        int length = Math.max(1, (int) (seconds(random) * rateHz));
        float[] sound = switch (kind) {
            case SIREN_WAIL, SIREN_YELP, SIREN_HI_LO, SIREN_RISING -> SirenSound.render(kind, length, rateHz, random);
            case ALARM_THREE, ALARM_FOUR, ALARM_CLOCK -> AlarmSound.beeps(kind, length, rateHz, random);
            case ALARM_BELL -> AlarmSound.bell(length, rateHz, random);
            case HORN -> HornSound.render(length, rateHz, random);
        };
        return finished(sound, rateHz);
    }

    private static float[] finished(float[] sound, int rateHz) {
        double peak = 1e-9;
        for (float sample : sound) {
            peak = Math.max(peak, Math.abs(sample));
        }
        int fade = Math.min((int) (FADE_SECONDS * rateHz), sound.length / 2);
        for (int n = 0; n < sound.length; n++) {
            int edge = Math.min(n, sound.length - 1 - n);
            double gain = edge < fade ? (edge + 0.5) / fade : 1;
            sound[n] = (float) (sound[n] * gain * PEAK / peak);
        }
        return sound;
    }
}
