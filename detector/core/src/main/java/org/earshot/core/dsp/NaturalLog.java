package org.earshot.core.dsp;

/**
 * The natural logarithm of positive numbers to 1e-9, several times as fast as {@link Math#log(double)}, which rounds to the
 * last bit: log-mel takes 64 a frame and keeps seven digits. x = 2^e m with m in [sqrt(1/2), sqrt(2)), and ln m = 2 artanh s
 * for s = (m - 1) / (m + 1), as a series in s (Abramowitz and Stegun 1964, 4.1.27).
 */
final class NaturalLog {
    private static final double LN_2 = Math.log(2);
    private static final long SQRT_HALF_BITS = Double.doubleToRawLongBits(Math.sqrt(0.5));
    private static final int FRACTION_BITS = 52;

    /** 2^52 + 2^12 as bits and as a number: a small integer added to the bits is added to the number. */
    private static final long SHIFTED_BITS = Double.doubleToRawLongBits(0x1p52 + 0x1p12);

    private static final double SHIFTED = 0x1p52 + 0x1p12;

    private NaturalLog() {}

    /** @param x positive, finite, at least {@link Double#MIN_NORMAL}; for others the result is undefined */
    static double of(double x) {
        long bits = Double.doubleToRawLongBits(x);
        long exponent = bits - SQRT_HALF_BITS >> FRACTION_BITS;
        double m = Double.longBitsToDouble(bits - (exponent << FRACTION_BITS));
        double s = (m - 1) / (m + 1);
        double z = s * s;
        // Not a conversion: on x86 that waits for what its register held before, the logarithm of the number before.
        double e = Double.longBitsToDouble(SHIFTED_BITS + exponent) - SHIFTED;
        return e * LN_2 + s * (2 + z * (2.0 / 3 + z * (2.0 / 5 + z * (2.0 / 7 + z * (2.0 / 9)))));
    }
}
