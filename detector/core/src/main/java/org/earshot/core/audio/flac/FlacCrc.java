package org.earshot.core.audio.flac;

/** The checksums of FLAC frames (RFC 9639, sections 9.1.8 and 9.3). Stateless. */
final class FlacCrc {
    private static final int[] EIGHT = table(0x07, 8);
    private static final int[] SIXTEEN = table(0x8005, 16);

    private FlacCrc() {}

    /** Of a frame's head. */
    static int eight(byte[] bytes, int from, int to) {
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc = EIGHT[crc ^ bytes[i] & 0xff];
        }
        return crc;
    }

    /** Of a whole frame. */
    static int sixteen(byte[] bytes, int from, int to) {
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc = crc << 8 & 0xffff ^ SIXTEEN[crc >> 8 ^ bytes[i] & 0xff];
        }
        return crc;
    }

    private static int[] table(int polynomial, int width) {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i << width - 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1 << width - 1) == 0 ? crc << 1 : crc << 1 ^ polynomial;
            }
            table[i] = crc & (1 << width) - 1;
        }
        return table;
    }
}
