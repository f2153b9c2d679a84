package org.earshot.app.demo;

/**
 * Which part of a recording is audible and how loud it is there: its frames of 20 ms that are at most 30 dB below its
 * loudest one.
 *
 * @param first first audible sample
 * @param end sample after the last
 * @param rms root mean square between them
 */
record Loudness(int first, int end, double rms) {
    private static final double FRAME_SECONDS = 0.02;
    private static final double BELOW_PEAK = 1e-3;

    static Loudness of(float[] samples, int rateHz) {
        int frame = Math.max(1, (int) (FRAME_SECONDS * rateHz));
        int frames = (samples.length + frame - 1) / frame;
        double[] power = new double[frames];
        double loudest = 0;
        for (int f = 0; f < frames; f++) {
            power[f] = power(samples, f * frame, Math.min(samples.length, (f + 1) * frame));
            loudest = Math.max(loudest, power[f]);
        }
        int first = 0;
        while (first < frames - 1 && power[first] < loudest * BELOW_PEAK) {
            first++;
        }
        int last = frames - 1;
        while (last > first && power[last] < loudest * BELOW_PEAK) {
            last--;
        }
        int begin = first * frame;
        int end = Math.min(samples.length, (last + 1) * frame);
        return new Loudness(begin, end, Math.sqrt(power(samples, begin, end)));
    }

    private static double power(float[] samples, int from, int to) {
        double sum = 0;
        for (int n = from; n < to; n++) {
            sum += samples[n] * (double) samples[n];
        }
        return to > from ? sum / (to - from) : 0;
    }
}
