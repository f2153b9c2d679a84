package org.earshot.core.audio;

/** How one sample of one channel is encoded in bytes, little-endian. */
public enum SampleFormat {
    /** Unsigned, silence at 128. Found in WAV files only. */
    U8(1),
    S16LE(2),
    S24LE(3),
    S32LE(4),
    F32LE(4),
    F64LE(8),
    /** ITU-T G.711, as telephony records. Found in WAV files only. */
    A_LAW(1),
    /** ITU-T G.711, as telephony records. Found in WAV files only. */
    MU_LAW(1);

    private final int bytes;

    SampleFormat(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one sample of one channel. */
    public int bytes() {
        return bytes;
    }
}
