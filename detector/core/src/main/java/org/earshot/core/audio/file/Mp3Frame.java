package org.earshot.core.audio.file;

import java.nio.ByteBuffer;

/**
 * The head of one MPEG audio frame (ISO 11172-3, ISO 13818-3, and MPEG-2.5).
 *
 * @param version as coded: 3 is MPEG-1, 2 MPEG-2, 0 MPEG-2.5
 * @param layer 1 to 3
 * @param rateHz samples per second
 * @param channels 1 or 2
 * @param bytes of the whole frame, its head included
 * @param samples per channel
 */
record Mp3Frame(int version, int layer, int rateHz, int channels, int bytes, int samples) {
    /** No frame has more bytes: layer I at 448 kbit/s and 32 kHz, with room. */
    static final int MOST_BYTES = 4096;

    static final int HEAD_BYTES = 4;
    private static final int MPEG1 = 3;
    private static final int SINGLE_CHANNEL = 3;
    private static final int[] RATES = {44_100, 48_000, 32_000};
    /** In kbit/s, of MPEG-1 layers I, II and III, then of MPEG-2 layer I and layers II and III. */
    private static final int[][] BIT_RATES = {
        {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
        {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
        {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
        {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
        {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
    };

    /** @return null if the four bytes are no head: wrong sync, reserved values or a bit rate that is not said */
    static Mp3Frame parse(byte[] bytes, int at, int end) {
        if (end - at < HEAD_BYTES) {
            return null;
        }
        int head = ByteBuffer.wrap(bytes).getInt(at);
        int version = head >>> 19 & 3;
        int layer = 4 - (head >>> 17 & 3);
        int bitRateCode = head >>> 12 & 15;
        int rateCode = head >>> 10 & 3;
        boolean valid = head >>> 21 == 0x7ff
                && version != 1
                && layer != 4
                && bitRateCode != 0
                && bitRateCode != 15
                && rateCode != 3
                && (head & 3) != 2;
        if (!valid) {
            return null;
        }
        int rateHz = RATES[rateCode] >> (version == MPEG1 ? 0 : version == 2 ? 1 : 2);
        int bitRate = BIT_RATES[version == MPEG1 ? layer - 1 : layer == 1 ? 3 : 4][bitRateCode] * 1_000;
        int padding = head >>> 9 & 1;
        int samples = layer == 1 ? 384 : layer == 3 && version != MPEG1 ? 576 : 1152;
        int size = layer == 1 ? (12 * bitRate / rateHz + padding) * 4 : samples / 8 * bitRate / rateHz + padding;
        return new Mp3Frame(version, layer, rateHz, (head >>> 6 & 3) == SINGLE_CHANNEL ? 1 : 2, size, samples);
    }

    /** True if frames of one stream can be like that: all but the bit rate and the number of channels stays. */
    boolean belongsTo(Mp3Frame other) {
        return version == other.version && layer == other.layer && rateHz == other.rateHz;
    }

    boolean isMpeg1() {
        return version == MPEG1;
    }
}
