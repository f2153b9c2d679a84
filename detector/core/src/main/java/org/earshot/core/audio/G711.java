package org.earshot.core.audio;

/** The two laws of ITU-T G.711 (1988), by which telephony keeps a sample in eight bits. Stateless. */
final class G711 {
    private static final int SIGN = 0x80;
    /** A-law inverts every other bit. */
    private static final int ALTERNATE_BITS = 0x55;
    /** What mu-law adds to a magnitude of 14 bits, here of 16. */
    private static final int BIAS = 0x84;

    private G711() {}

    /** @return full scale 1 */
    static double fromALaw(byte code) {
        int bits = (code & 0xff) ^ ALTERNATE_BITS;
        int exponent = bits >> 4 & 7;
        int mantissa = (bits & 0xf) << 4 | 8;
        int magnitude = exponent == 0 ? mantissa : mantissa + 0x100 << exponent - 1;
        return ((bits & SIGN) != 0 ? magnitude : -magnitude) / 32768.0;
    }

    /** @return full scale 1 */
    static double fromMuLaw(byte code) {
        int bits = ~code & 0xff;
        int magnitude = (((bits & 0xf) << 3) + BIAS << (bits >> 4 & 7)) - BIAS;
        return ((bits & SIGN) != 0 ? -magnitude : magnitude) / 32768.0;
    }
}
