package org.earshot.core.audio.flac;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.earshot.core.audio.WavWriter;

/**
 * Encodes samples as 16-bit FLAC without loss: what is decoded are the 16-bit values put in, k / 32768. Stateless; safe for
 * use by several threads.
 */
public final class FlacWriter {
    private static final int BITS = 16;
    private static final int BLOCK_SAMPLES = 4096;
    private static final int MAX_CHANNELS = 8;
    private static final int MAX_RATE_HZ = (1 << 20) - 1;

    private static final int LAST_BLOCK = 0x80;
    private static final int STREAM_INFO_BYTES = 34;
    private static final int SYNC = 0xfff8;
    private static final int CODE_OF_4096 = 12;
    private static final int CODE_OF_OTHERS = 7;
    private static final int CODE_OF_16_BITS = 4;
    private static final int VERBATIM = 1;
    private static final int FIXED = 8;
    private static final int LINEAR = 32;

    private FlacWriter() {}

    /** Writes a mono sound as a file. @param samples rounded to 16 bits, clipped at full scale */
    public static void write(Path file, int rateHz, float[] samples) throws IOException {
        Files.write(file, encode(rateHz, 1, quantised(samples)));
    }

    /** Encodes a mono sound. @param samples rounded to 16 bits, clipped at full scale */
    public static byte[] encode(int rateHz, float[] samples) {
        return encode(rateHz, 1, quantised(samples));
    }

    /**
     * Encodes 16-bit samples as one FLAC stream.
     *
     * @param channels 1 to 8
     * @param interleaved values in -32768..32767
     */
    public static byte[] encode(int rateHz, int channels, int[] interleaved) {
        if (channels < 1 || channels > MAX_CHANNELS || interleaved.length % channels != 0) {
            throw new IllegalArgumentException("FLAC takes whole samples of 1 to 8 channels, not " + interleaved.length
                    + " values for " + channels);
        }
        if (rateHz < 1 || rateHz > MAX_RATE_HZ) {
            throw new IllegalArgumentException("FLAC takes 1 to " + MAX_RATE_HZ + " Hz, not " + rateHz);
        }
        int samples = interleaved.length / channels;
        var to = new FlacOutput(interleaved.length + 1024);
        header(to, rateHz, channels, interleaved);
        int[] block = new int[BLOCK_SAMPLES];
        for (int from = 0, frame = 0; from < samples; from += BLOCK_SAMPLES, frame++) {
            int count = Math.min(BLOCK_SAMPLES, samples - from);
            int start = to.size();
            frameHead(to, rateHz, channels, frame, count);
            for (int channel = 0; channel < channels; channel++) {
                for (int n = 0; n < count; n++) {
                    block[n] = interleaved[(from + n) * channels + channel];
                }
                subframe(to, block, count);
            }
            to.align();
            to.bits(to.crc16(start), 16);
        }
        return to.toByteArray();
    }

    private static void header(FlacOutput to, int rateHz, int channels, int[] interleaved) {
        to.bytes(FlacHeader.MAGIC.getBytes(StandardCharsets.US_ASCII));
        to.bits(LAST_BLOCK, 8);
        to.bits(STREAM_INFO_BYTES, 24);
        to.bits(BLOCK_SAMPLES, 16);
        to.bits(BLOCK_SAMPLES, 16);
        // The minimum and maximum bytes of a frame, left unknown.
        to.bits(0, 48);
        to.bits(rateHz, 20);
        to.bits(channels - 1, 3);
        to.bits(BITS - 1, 5);
        to.bits(interleaved.length / channels, 36);
        to.bytes(md5(interleaved));
    }

    private static byte[] md5(int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        try {
            return MessageDigest.getInstance("MD5").digest(bytes.array());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every virtual machine has MD5", e);
        }
    }

    private static void frameHead(FlacOutput to, int rateHz, int channels, int number, int samples) {
        int start = to.size();
        to.bits(SYNC, 16);
        to.bits(samples == BLOCK_SAMPLES ? CODE_OF_4096 : CODE_OF_OTHERS, 4);
        to.bits(FlacFrame.codeOf(rateHz), 4);
        to.bits(channels - 1, 4);
        to.bits(CODE_OF_16_BITS, 3);
        to.bits(0, 1);
        codedNumber(to, number);
        if (samples != BLOCK_SAMPLES) {
            to.bits(samples - 1, 16);
        }
        to.bits(to.crc8(start), 8);
    }

    /** A number coded as UTF-8 codes characters. */
    private static void codedNumber(FlacOutput to, int number) {
        if (number < 0x80) {
            to.bits(number, 8);
            return;
        }
        int more = number < 0x800 ? 1 : number < 0x10000 ? 2 : number < 0x200000 ? 3 : number < 0x4000000 ? 4 : 5;
        to.bits(0xff00 >> more + 1 & 0xff | number >> 6 * more, 8);
        for (int i = more - 1; i >= 0; i--) {
            to.bits(0x80 | number >> 6 * i & 0x3f, 8);
        }
    }

    private static void subframe(FlacOutput to, int[] samples, int count) {
        if (isConstant(samples, count)) {
            to.bits(0, 8);
            to.bits(samples[0], BITS);
            return;
        }
        FlacPredictor predictor = FlacPredictor.fixed(samples, count);
        RiceCode code = RiceCode.of(predictor.residual(), predictor.order(), count);
        long bits = code.bits() + (long) predictor.order() * BITS;
        FlacPredictor linear = FlacPredictor.linear(samples, count);
        if (linear != null) {
            RiceCode other = RiceCode.of(linear.residual(), linear.order(), count);
            long otherBits = other.bits() + linear.order() * (BITS + FlacPredictor.PRECISION) + 9L;
            if (otherBits < bits) {
                predictor = linear;
                code = other;
                bits = otherBits;
            }
        }
        if (bits >= (long) count * BITS) {
            to.bits(VERBATIM << 1, 8);
            write(to, samples, count);
            return;
        }
        to.bits(
                (predictor.coefficients() == null ? FIXED + predictor.order() : LINEAR + predictor.order() - 1) << 1,
                8);
        write(to, samples, predictor.order());
        if (predictor.coefficients() != null) {
            to.bits(FlacPredictor.PRECISION - 1, 4);
            to.bits(predictor.shift(), 5);
            for (int coefficient : predictor.coefficients()) {
                to.bits(coefficient, FlacPredictor.PRECISION);
            }
        }
        code.write(predictor.residual(), predictor.order(), count, to);
    }

    private static boolean isConstant(int[] samples, int count) {
        for (int n = 1; n < count; n++) {
            if (samples[n] != samples[0]) {
                return false;
            }
        }
        return true;
    }

    private static void write(FlacOutput to, int[] samples, int count) {
        for (int n = 0; n < count; n++) {
            to.bits(samples[n], BITS);
        }
    }

    private static int[] quantised(float[] samples) {
        int[] values = new int[samples.length];
        for (int n = 0; n < values.length; n++) {
            values[n] = WavWriter.toShort(samples[n]);
        }
        return values;
    }
}
