package org.earshot.trainer.data.clips;

/** IEEE 754 half-precision numbers in the 16 bits of a short. */
final class HalfFloat {
    private HalfFloat() {}

    /** The nearest half-precision number, ties to even; infinity beyond 65,504. */
    static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int rest = bits & 0x7FFFFFFF;
        if (rest > 0x7F800000) {
            return (short) (sign | 0x7E00);
        }
        if (rest >= 0x477FF000) {
            return (short) (sign | 0x7C00);
        }
        if (rest >= 0x38800000) {
            int rounded = rest + 0xFFF + (rest >>> 13 & 1);
            return (short) (sign | rounded - 0x38000000 >>> 13);
        }
        // Subnormal: steps of 2^-24; adding 0.5 aligns the number so that the float unit itself rounds.
        float aligned = Float.intBitsToFloat(rest) + 0.5f;
        return (short) (sign | Float.floatToRawIntBits(aligned) - Float.floatToRawIntBits(0.5f));
    }

    static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int rest = half & 0x7FFF;
        if (rest >= 0x7C00) {
            return Float.intBitsToFloat(sign | 0x7F800000 | (rest & 0x3FF) << 13);
        }
        if (rest >= 0x400) {
            return Float.intBitsToFloat(sign | (rest << 13) + 0x38000000);
        }
        float magnitude = rest * 0x1p-24f;
        return sign == 0 ? magnitude : -magnitude;
    }
}
