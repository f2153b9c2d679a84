package org.earshot.detector.audio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.sourceforge.javaflacencoder.EncodingConfiguration;
import net.sourceforge.javaflacencoder.FLACEncoder;
import net.sourceforge.javaflacencoder.FLACOutputStream;
import net.sourceforge.javaflacencoder.StreamConfiguration;

/**
 * Encodes samples as 16-bit FLAC without loss: what is decoded are the 16-bit values put in, k / 32768. Stateless; safe for
 * use by several threads.
 */
public final class FlacWriter {
    private static final int BITS = 16;
    private static final int MAX_BLOCK_SAMPLES = 4096;
    private static final int MIN_BLOCK_SAMPLES = 16;
    private static final int MAX_CHANNELS = 8;

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
        int samples = interleaved.length / channels;
        var stream = new StreamConfiguration(channels, MIN_BLOCK_SAMPLES, blockSamples(samples), rateHz, BITS);
        var encoder = new FLACEncoder();
        var encoding = new EncodingConfiguration();
        if (samples < MIN_BLOCK_SAMPLES) {
            encoding.setSubframeType(EncodingConfiguration.SubframeType.VERBATIM);
        }
        if (!encoder.setStreamConfiguration(stream) || !encoder.setEncodingConfiguration(encoding)) {
            throw new IllegalArgumentException("FLAC does not take " + rateHz + " Hz with " + channels + " channel(s)");
        }
        var bytes = new Growing(interleaved.length * 2 + 1024);
        try {
            encoder.setOutputStream(bytes);
            encoder.openFLACStream();
            encoder.addSamples(interleaved, samples);
            encoder.encodeSamples(samples, true);
        } catch (IOException e) {
            throw new IllegalStateException("an array cannot fail to be written", e);
        }
        return bytes.toByteArray();
    }

    /** The largest block that leaves no tiny one at the end: the encoder's predictors reach beyond such a block. */
    private static int blockSamples(int samples) {
        int block = MAX_BLOCK_SAMPLES;
        while (samples > block && samples % block != 0 && samples % block < MIN_BLOCK_SAMPLES) {
            block--;
        }
        return block;
    }

    private static int[] quantised(float[] samples) {
        int[] values = new int[samples.length];
        for (int n = 0; n < values.length; n++) {
            values[n] = WavWriter.toShort(samples[n]);
        }
        return values;
    }

    /** Bytes in memory that the encoder can go back in, to complete the header. */
    private static final class Growing implements FLACOutputStream {
        private byte[] bytes;
        private int size;
        private int position;

        Growing(int capacity) {
            this.bytes = new byte[capacity];
        }

        @Override
        public long seek(long target) {
            position = (int) target;
            return position;
        }

        @Override
        public int write(byte[] source, int offset, int count) {
            if (position + count > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, position + count));
            }
            System.arraycopy(source, offset, bytes, position, count);
            position += count;
            size = Math.max(size, position);
            return count;
        }

        @Override
        public void write(byte value) {
            write(new byte[] {value}, 0, 1);
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public boolean canSeek() {
            return true;
        }

        @Override
        public long getPos() {
            return position;
        }

        byte[] toByteArray() {
            return Arrays.copyOf(bytes, size);
        }
    }
}
