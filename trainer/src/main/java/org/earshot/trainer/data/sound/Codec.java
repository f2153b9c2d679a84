package org.earshot.trainer.data.sound;

import java.util.SplittableRandom;

/**
 * The losses of a cheap or narrow-band transmission. Immutable and safe for use by several threads.
 *
 * @param kind how samples are coded
 * @param decimation 1, or 2 for half the rate
 * @param quality 0 (worst) to 1; its meaning depends on the kind
 */
public record Codec(Kind kind, int decimation, double quality) {
    private static final int[] INDEX_STEPS = {-1, -1, -1, -1, 2, 4, 6, 8};
    private static final int[] STEPS = steps();

    /** Ways to code samples. */
    public enum Kind {
        /** 8 bits on a logarithmic scale, as in telephony (ITU-T G.711, mu = 255). */
        MU_LAW,
        /** Differences in 4 bits with an adaptive step, as in the codec of the Interactive Multimedia Association. */
        ADPCM,
        /** A linear scale with noise 12 to 40 dB below the sound, as with a gain that is set too low. */
        COARSE,
        /** Spectral lines quantised to a share of their band's level, as in MP3, AAC or Opus at a low rate. */
        TRANSFORM
    }

    public static Codec any(SplittableRandom random) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        return new Codec(kind, random.nextDouble() < 0.4 ? 2 : 1, random.nextDouble());
    }

    private static int[] steps() {
        int[] steps = new int[89];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = (int) (7 * Math.pow(1.1, i));
        }
        return steps;
    }

    /** Encodes and decodes samples in place. */
    public void apply(float[] x, int rateHz) {
        if (kind == Kind.TRANSFORM) {
            new TransformCodec(3 + 18 * quality, decimation == 2 ? 4000 : 5500 + 2500 * quality).apply(x, rateHz);
            return;
        }
        if (decimation == 1) {
            code(x);
            return;
        }
        double corner = 0.44 * rateHz / decimation;
        Filters.lowPass(x, rateHz, corner);
        Filters.lowPass(x, rateHz, corner);
        float[] fewer = new float[x.length / decimation];
        for (int n = 0; n < fewer.length; n++) {
            fewer[n] = x[n * decimation];
        }
        code(fewer);
        for (int n = 0; n < x.length; n++) {
            x[n] = n % decimation == 0 && n / decimation < fewer.length ? decimation * fewer[n / decimation] : 0;
        }
        Filters.lowPass(x, rateHz, corner);
        Filters.lowPass(x, rateHz, corner);
    }

    private void code(float[] x) {
        switch (kind) {
            case MU_LAW -> muLaw(x);
            case ADPCM -> adpcm(x);
            default -> coarse(x, 12 + 28 * quality);
        }
    }

    private static void muLaw(float[] x) {
        double scale = Math.log1p(255);
        for (int n = 0; n < x.length; n++) {
            double level = Math.log1p(255 * Math.min(1, Math.abs(x[n]))) / scale;
            double coded = Math.round(level * 127) / 127.0;
            x[n] = (float) (Math.signum(x[n]) * Math.expm1(coded * scale) / 255);
        }
    }

    private static void coarse(float[] x, double signalToNoiseDb) {
        double energy = 0;
        for (float sample : x) {
            energy += (double) sample * sample;
        }
        // The error of a uniform quantiser has a root mean square of step / sqrt(12).
        double step = Math.sqrt(12 * energy / x.length) * Math.pow(10, -signalToNoiseDb / 20);
        for (int n = 0; n < x.length && step > 0; n++) {
            x[n] = (float) (step * Math.round(x[n] / step));
        }
    }

    private static void adpcm(float[] x) {
        int predicted = 0;
        int index = 0;
        for (int n = 0; n < x.length; n++) {
            int step = STEPS[index];
            int difference = Pcm16.toShort(x[n]) - predicted;
            int size = Math.min(7, 4 * Math.abs(difference) / step);
            int change = step * (2 * size + 1) / 8;
            predicted += difference < 0 ? -change : change;
            predicted = Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, predicted));
            index = Math.max(0, Math.min(STEPS.length - 1, index + INDEX_STEPS[size]));
            x[n] = predicted / 32_768f;
        }
    }
}
