package org.earshot.core.audio;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a WAV file of 16-bit integers (rounded, clipped at full scale) or of floats as they are. The sizes in the header
 * are filled in by {@link #close()}; until then they say that they are unknown. For one thread.
 */
public final class WavWriter implements Closeable {
    private static final int HEADER_BYTES = 44;
    private static final long LARGEST = 0xffffffffL - HEADER_BYTES;

    private final Path file;
    private final OutputStream out;
    private final SampleFormat format;
    private final int channels;
    private final int rateHz;
    private long dataBytes;

    /** @param format {@link SampleFormat#S16LE} or {@link SampleFormat#F32LE} */
    public WavWriter(Path file, int rateHz, int channels, SampleFormat format) throws IOException {
        if (format != SampleFormat.S16LE && format != SampleFormat.F32LE) {
            throw new IllegalArgumentException("format must be S16LE or F32LE, is " + format);
        }
        this.file = file;
        this.format = format;
        this.channels = channels;
        this.rateHz = rateHz;
        this.out = new BufferedOutputStream(Files.newOutputStream(file));
        out.write(header(0xffffffffL));
    }

    /** Writes a whole mono sound. */
    public static void write(Path file, int rateHz, SampleFormat format, float[] samples) throws IOException {
        try (var writer = new WavWriter(file, rateHz, 1, format)) {
            writer.write(samples, 0, samples.length);
        }
    }

    /**
     * Appends samples.
     *
     * @param interleaved full scale 1; a whole number of samples of every channel
     */
    public void write(float[] interleaved, int offset, int length) throws IOException {
        if (length % channels != 0) {
            throw new IllegalArgumentException(
                    length + " values are no whole number of " + channels + "-channel samples");
        }
        ByteBuffer bytes = ByteBuffer.allocate(length * format.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int n = offset; n < offset + length; n++) {
            if (format == SampleFormat.S16LE) {
                bytes.putShort(toShort(interleaved[n]));
            } else {
                bytes.putFloat(interleaved[n]);
            }
        }
        if (dataBytes + bytes.capacity() > LARGEST) {
            throw new AudioException(file + ": a WAV file ends at 4 GiB; write FLAC or several files");
        }
        out.write(bytes.array());
        dataBytes += bytes.capacity();
    }

    /** The nearest 16-bit value, clipped at full scale. */
    public static short toShort(float sample) {
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sample * 32768.0)));
    }

    @Override
    public void close() throws IOException {
        out.close();
        try (var header = new RandomAccessFile(file.toFile(), "rw")) {
            header.write(header(dataBytes));
        }
    }

    private byte[] header(long size) {
        int step = channels * format.bytes();
        return ByteBuffer.allocate(HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt((int) Math.min(0xffffffffL, size + HEADER_BYTES - 8))
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) (format == SampleFormat.S16LE ? 1 : 3))
                .putShort((short) channels)
                .putInt(rateHz)
                .putInt(rateHz * step)
                .putShort((short) step)
                .putShort((short) (8 * format.bytes()))
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt((int) size)
                .array();
    }
}
