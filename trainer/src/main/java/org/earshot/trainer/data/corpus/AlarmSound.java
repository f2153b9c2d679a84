package org.earshot.trainer.data.corpus;

import java.util.SplittableRandom;
import org.earshot.trainer.data.corpus.Synthesis.Kind;

/** The synthetic alarms: electronic beeps and struck bells. Stateless. */
final class AlarmSound {
    private AlarmSound() {}

    /** Groups of beeps, as of alarm clocks and smoke detectors. @return [length], not yet scaled */
    static float[] beeps(Kind kind, int length, int rateHz, SplittableRandom random) {
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

    /**
     * A hammer on one or two metal shells, each with a few decaying inharmonic partials. @return [length], not yet
     * scaled
     */
    static float[] bell(int length, int rateHz, SplittableRandom random) {
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
}
