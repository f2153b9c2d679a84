package org.earshot.core.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Interleaved PCM bytes to mono samples, the mean of the channels, full scale 1: integers of n bits are divided by
 * 2^(n - 1), so 16-bit mono comes out exact.
 *
 * <p>Stateless; safe for use by several threads.
 */
public final class PcmDecoder {
    /** Channels that a chunk or a file may have. */
    public static final int MAX_CHANNELS = 64;

    /** No sound has larger floats, whatever its scale; keeps the spectra finite. */
    private static final double LOUDEST = 1L << 32;

    private PcmDecoder() {}

    /**
     * Samples per channel in that many bytes.
     *
     * @throws AudioException if it is no whole number, or the channels are not in 1..64
     */
    public static int samplesIn(int bytes, SampleFormat format, int channels) {
        if (channels < 1 || channels > MAX_CHANNELS) {
            throw new AudioException(channels + " channels; send 1 to " + MAX_CHANNELS);
        }
        int step = format.bytes() * channels;
        if (bytes % step != 0) {
            throw new AudioException(bytes + " bytes are no whole number of " + format + " samples of " + channels
                    + " channel(s), " + step + " bytes each; check encoding, channels and how the bytes are cut");
        }
        return bytes / step;
    }

    /**
     * Decodes the remaining bytes of a buffer and leaves its position alone.
     *
     * @param mono at least {@link #samplesIn} long
     * @throws AudioException if the bytes are no whole number of samples, or a float is NaN or infinite
     */
    public static void decode(ByteBuffer bytes, SampleFormat format, int channels, float[] mono) {
        int samples = samplesIn(bytes.remaining(), format, channels);
        ByteBuffer little = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (format == SampleFormat.S16LE && channels == 1) {
            // By index: moving the buffer's position for every sample takes four times as long.
            int begin = little.position();
            for (int n = 0; n < samples; n++) {
                mono[n] = little.getShort(begin + Short.BYTES * n) / 32768f;
            }
            return;
        }
        for (int n = 0; n < samples; n++) {
            double sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                double value = next(little, format);
                if (!(Math.abs(value) <= LOUDEST)) {
                    throw new AudioException("sample " + n + " of channel " + channel + " is " + value
                            + "; send finite numbers, full scale 1");
                }
                sum += value;
            }
            mono[n] = (float) (sum / channels);
        }
    }

    /** The next value of one channel, of a buffer in little-endian order. */
    public static double next(ByteBuffer little, SampleFormat format) {
        return switch (format) {
            case U8 -> ((little.get() & 0xff) - 128) / 128.0;
            case S16LE -> little.getShort() / 32768.0;
            case S24LE -> ((little.get() & 0xff) | (little.get() & 0xff) << 8 | little.get() << 16) / 8388608.0;
            case S32LE -> little.getInt() / 2147483648.0;
            case F32LE -> little.getFloat();
            case F64LE -> little.getDouble();
            case A_LAW -> G711.fromALaw(little.get());
            case MU_LAW -> G711.fromMuLaw(little.get());
        };
    }
}
