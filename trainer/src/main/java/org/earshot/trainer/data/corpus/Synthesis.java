package org.earshot.trainer.data.corpus;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.earshot.trainer.data.corpus.Recording.Origin;
import org.earshot.trainer.data.corpus.Recording.Role;

/**
 * A sound that is electronic or mechanical anyway, made from random numbers alone: sirens, alarms and horns. The same
 * seed gives the same sound. Each kind's parameters and their ranges stand in {@code DATA.md}.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @param kind what it is
 * @param seed of all its parameters
 */
public record Synthesis(Kind kind, long seed) {
    private static final double PEAK = 0.7;
    private static final double FADE_SECONDS = 0.005;
    /** Share of its level that a passing siren keeps, so that what is labelled can be heard. */
    private static final double FAINTEST = 0.15;

    /** The kinds of synthetic sounds, with the labels that they are sounds of. */
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

    /** Whether there are synthetic sounds of a label. */
    public static boolean knows(String label) {
        return BY_LABEL.containsKey(label);
    }

    /** Any synthetic sound of a label, as a recording of the train split. */
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

    /** Its length. */
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

    /** Its samples, with a peak of 0.7 and faded edges like a recording's. */
    float[] render(int rateHz) {
        SplittableRandom random = new SplittableRandom(seed);
        int length = Math.max(1, (int) (seconds(random) * rateHz));
        float[] sound = switch (kind) {
            case SIREN_WAIL, SIREN_YELP, SIREN_HI_LO, SIREN_RISING -> siren(length, rateHz, random);
            case ALARM_THREE, ALARM_FOUR, ALARM_CLOCK -> beeps(length, rateHz, random);
            case ALARM_BELL -> bell(length, rateHz, random);
            case HORN -> horn(length, rateHz, random);
        };
        return finished(sound, rateHz);
    }

    private float[] siren(int length, int rateHz, SplittableRandom random) {
        double[] hz = switch (kind) {
            case SIREN_WAIL -> sweep(length, rateHz, random.nextDouble(0.08, 0.5), random.nextDouble(0.2, 0.6), random);
            case SIREN_YELP ->
                sweep(
                        length,
                        rateHz,
                        Math.exp(random.nextDouble(Math.log(1.5), Math.log(14))),
                        random.nextDouble(0.1, 0.9),
                        random);
            case SIREN_HI_LO -> hiLo(length, rateHz, random);
            default -> rising(length, rateHz, random);
        };
        double[] gain = new double[length];
        Arrays.fill(gain, 1);
        if (random.nextDouble() < 0.5) {
            passBy(hz, gain, rateHz, random);
        }
        Wave wave = Wave.any(random, random.nextDouble(0.4, 2.2), 16);
        float[] sound = wave.play(hz, gain, rateHz);
        if (kind != Kind.SIREN_RISING && random.nextDouble() < 0.3) {
            // A second loudspeaker or vehicle, a little out of tune and time.
            double detune = random.nextDouble(0.97, 1.03);
            int late = random.nextInt(1, rateHz / 2);
            double[] other = new double[length];
            for (int n = 0; n < length; n++) {
                other[n] = hz[Math.max(0, n - late)] * detune;
            }
            float[] second = wave.play(other, gain, rateHz);
            for (int n = 0; n < length; n++) {
                sound[n] += 0.6f * second[n];
            }
        }
        return sound;
    }

    /** Up and down between two frequencies: wail where slow, yelp where fast. */
    private static double[] sweep(int length, int rateHz, double perSecond, double riseShare, SplittableRandom random) {
        double low = random.nextDouble(350, 850);
        double high = low * random.nextDouble(1.6, 3);
        double curve = random.nextDouble(0.5, 2);
        double phase = random.nextDouble();
        double[] hz = new double[length];
        for (int n = 0; n < length; n++) {
            double at = (phase + perSecond * n / rateHz) % 1;
            double up = at < riseShare ? at / riseShare : (1 - at) / (1 - riseShare);
            hz[n] = low * Math.pow(high / low, Math.pow(up, curve));
        }
        return hz;
    }

    private static double[] hiLo(int length, int rateHz, SplittableRandom random) {
        double low = random.nextDouble(350, 750);
        double high = low * random.nextDouble(1.12, 1.6);
        double tone = random.nextDouble(0.25, 0.9);
        double glide = Math.exp(-1 / (random.nextDouble(0.002, 0.04) * rateHz));
        double phase = random.nextDouble(0, 2 * tone);
        double[] hz = new double[length];
        double now = low;
        for (int n = 0; n < length; n++) {
            boolean first = (phase + (double) n / rateHz) % (2 * tone) < tone;
            now = glide * now + (1 - glide) * (first ? high : low);
            hz[n] = now;
        }
        return hz;
    }

    /** A motor that spins up, holds and runs down: civil defence and old fire engines. */
    private static double[] rising(int length, int rateHz, SplittableRandom random) {
        double top = random.nextDouble(350, 900);
        double up = random.nextDouble(0.6, 3);
        double down = random.nextDouble(1, 5);
        double hold = (double) length / rateHz * random.nextDouble(0.3, 0.8);
        double[] hz = new double[length];
        double now = random.nextDouble(0.1, 0.5) * top;
        for (int n = 0; n < length; n++) {
            boolean driven = (double) n / rateHz < hold;
            double towards = driven ? top : 0.1 * top;
            now += (towards - now) / ((driven ? up : down) * rateHz);
            hz[n] = now;
        }
        return hz;
    }

    /** Doppler shift and level of a straight pass at a constant speed. */
    private static void passBy(double[] hz, double[] gain, int rateHz, SplittableRandom random) {
        double speed = random.nextDouble(5, 33);
        double nearest = random.nextDouble(5, 60);
        double when = random.nextDouble(-2, (double) hz.length / rateHz + 2);
        for (int n = 0; n < hz.length; n++) {
            double along = speed * ((double) n / rateHz - when);
            double away = Math.sqrt(along * along + nearest * nearest);
            hz[n] /= 1 + speed * along / away / 343;
            gain[n] *= Math.max(FAINTEST, nearest / away);
        }
    }

    private float[] beeps(int length, int rateHz, SplittableRandom random) {
        double[] hz = new double[length];
        double[] gain = new double[length];
        boolean low = kind != Kind.ALARM_CLOCK && random.nextDouble() < 0.25;
        double first = low ? random.nextDouble(450, 600) : random.nextDouble(1200, 4200);
        double second = random.nextDouble() < 0.3 ? first * random.nextDouble(0.7, 1.4) : first;
        double on = switch (kind) {
            case ALARM_THREE -> random.nextDouble(0.4, 0.6);
            case ALARM_FOUR -> random.nextDouble(0.08, 0.13);
            default -> random.nextDouble(0.03, 0.3);
        };
        double off = kind == Kind.ALARM_CLOCK ? on * random.nextDouble(0.5, 2) : on * random.nextDouble(0.85, 1.15);
        int group = switch (kind) {
            case ALARM_THREE -> 3;
            case ALARM_FOUR -> 4;
            default -> random.nextInt(1, 9);
        };
        double pause = switch (kind) {
            case ALARM_THREE -> random.nextDouble(1, 1.6);
            case ALARM_FOUR -> random.nextDouble(0.8, 5);
            default -> random.nextDouble(0.1, 0.9);
        };
        double attack = random.nextDouble(0.001, 0.012);
        double damping = random.nextDouble() < 0.2 ? random.nextDouble(3, 25) : 0;
        double period = group * (on + off) + pause;
        for (int n = 0; n < length; n++) {
            double at = (double) n / rateHz % period;
            int beep = (int) (at / (on + off));
            double within = at - beep * (on + off);
            boolean sounds = beep < group && within < on;
            hz[n] = beep % 2 == 0 ? first : second;
            double edge = Math.min(1, Math.min(within, on - within) / attack);
            gain[n] = sounds ? edge * Math.exp(-damping * within) : 0;
        }
        return Wave.any(random, random.nextDouble(0.6, 3), 12).play(hz, gain, rateHz);
    }

    /** A hammer on one or two metal shells, each with a few inharmonic partials that die away. */
    private static float[] bell(int length, int rateHz, SplittableRandom random) {
        float[] sound = new float[length];
        double perSecond = random.nextDouble(6, 28);
        double jitter = random.nextDouble(0, 0.25);
        int partials = random.nextInt(4, 9);
        int shells = random.nextInt(1, 3);
        double[] radians = new double[partials * shells];
        double[] level = new double[radians.length];
        double[] decay = new double[radians.length];
        for (int shell = 0; shell < shells; shell++) {
            double base = random.nextDouble(500, 2600);
            for (int p = 0; p < partials; p++) {
                int i = shell * partials + p;
                double hz = base * (1 + p * random.nextDouble(0.6, 1.3));
                radians[i] = hz < 0.45 * rateHz ? 2 * Math.PI * hz / rateHz : 0;
                level[i] = radians[i] == 0 ? 0 : Math.pow(p + 1, -random.nextDouble(0, 1.2));
                decay[i] = Math.exp(-1 / (random.nextDouble(0.03, 0.5) / (1 + 0.3 * p) * rateHz));
            }
        }
        for (int i = 0; i < radians.length; i++) {
            SplittableRandom strikes = new SplittableRandom(random.nextLong());
            // A resonator of two poles, excited by the strikes.
            double a1 = 2 * decay[i] * Math.cos(radians[i]);
            double a2 = -decay[i] * decay[i];
            double y1 = 0;
            double y2 = 0;
            int shell = i / partials;
            double next = shell * 0.5 / perSecond;
            for (int n = 0; n < length; n++) {
                double strike = 0;
                if ((double) n / rateHz >= next) {
                    strike = level[i] * strikes.nextDouble(0.7, 1) * Math.sin(radians[i]);
                    next += (1 + jitter * strikes.nextDouble(-1, 1)) / perSecond;
                }
                double y = strike + a1 * y1 + a2 * y2;
                y2 = y1;
                y1 = y;
                sound[n] += (float) y;
            }
        }
        return sound;
    }

    /** Two to four horns at once, each rich in partials, sounded once or a few times. */
    private static float[] horn(int length, int rateHz, SplittableRandom random) {
        int tones = random.nextInt(1, 5);
        double base = random.nextDouble(220, 520);
        double[] gain = honks(length, rateHz, random);
        double settle = random.nextDouble(0.01, 0.08);
        double sag = random.nextDouble(0, 0.06);
        float[] sound = new float[length];
        for (int tone = 0; tone < tones; tone++) {
            double pitch = base;
            double[] hz = new double[length];
            double since = 0;
            for (int n = 0; n < length; n++) {
                since = gain[n] > 0 ? since + 1.0 / rateHz : 0;
                hz[n] = pitch * (1 - sag * Math.exp(-since / settle));
            }
            float[] one = Wave.any(random, random.nextDouble(0.1, 1.1), 24).play(hz, gain, rateHz);
            for (int n = 0; n < length; n++) {
                sound[n] += one[n];
            }
            base *= random.nextDouble(1.12, 1.35);
        }
        return sound;
    }

    private static double[] honks(int length, int rateHz, SplittableRandom random) {
        double[] gain = new double[length];
        double attack = random.nextDouble(0.008, 0.05) * rateHz;
        double release = random.nextDouble(0.02, 0.09) * rateHz;
        boolean several = length > 0.8 * rateHz && random.nextDouble() < 0.4;
        int at = 0;
        while (at < length) {
            int on = several ? (int) (random.nextDouble(0.12, 0.6) * rateHz) : length;
            int end = Math.min(length, at + on);
            for (int n = at; n < end; n++) {
                gain[n] = Math.min(1, Math.min((n - at + 1) / attack, (end - n) / release));
            }
            at = end + (int) (random.nextDouble(0.05, 0.28) * rateHz);
        }
        return gain;
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
