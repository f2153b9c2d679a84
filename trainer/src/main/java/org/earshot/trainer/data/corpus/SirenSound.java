package org.earshot.trainer.data.corpus;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.earshot.trainer.data.corpus.Synthesis.Kind;

/** The synthetic sirens: a frequency that sweeps, alternates or spins up, sometimes on a passing vehicle. Stateless. */
final class SirenSound {
    /** Share of its level that a passing siren keeps, so that it stays audible wherever it is labelled. */
    private static final double MIN_LEVEL = 0.15;

    private static final double SPEED_OF_SOUND = 343;

    private SirenSound() {}

    /** @return [length], not yet scaled */
    static float[] render(Kind kind, int length, int rateHz, SplittableRandom random) {
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
            // A second loudspeaker or vehicle, slightly out of tune and time.
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

    /** Up and down between two frequencies: slow for a wail, fast for a yelp. */
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

    /** Doppler shift and level of a source that passes in a straight line at constant speed. */
    private static void passBy(double[] hz, double[] gain, int rateHz, SplittableRandom random) {
        double speed = random.nextDouble(5, 33);
        double nearest = random.nextDouble(5, 60);
        double when = random.nextDouble(-2, (double) hz.length / rateHz + 2);
        for (int n = 0; n < hz.length; n++) {
            double along = speed * ((double) n / rateHz - when);
            double away = Math.sqrt(along * along + nearest * nearest);
            hz[n] /= 1 + speed * along / away / SPEED_OF_SOUND;
            gain[n] *= Math.max(MIN_LEVEL, nearest / away);
        }
    }
}
