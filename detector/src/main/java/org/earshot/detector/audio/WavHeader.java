package org.earshot.detector.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What stands before the samples of a RIFF, RF64 or BW64 file (IBM and Microsoft, Multimedia Programming Interface and Data
 * Specifications 1.0, 1991; WAVE_FORMAT_EXTENSIBLE; ITU-R BS.2088).
 *
 * @param format of one sample
 * @param channels interleaved
 * @param rateHz samples per second and channel
 * @param dataBytes bytes of samples that follow, or {@link #TO_THE_END} where the writer did not know
 */
record WavHeader(SampleFormat format, int channels, int rateHz, long dataBytes) {
    /** The samples go on to the end of the file: written by a pipe or by a recorder that was cut off. */
    static final long TO_THE_END = -1;

    private static final int MAX_RATE_HZ = 768_000;
    private static final int PCM = 1;
    private static final int IEEE_FLOAT = 3;
    private static final int EXTENSIBLE = 0xfffe;
    private static final int MIN_FORMAT_BYTES = 16;
    private static final int MAX_FORMAT_BYTES = 1024;
    private static final int SUBFORMAT_OFFSET = 24;
    private static final long UNKNOWN_SIZE = 0xffffffffL;
    private static final long UNKNOWN_SIGNED_SIZE = 0x7fff0000L;

    static boolean isMagic(byte[] start) {
        if (start.length < 12) {
            return false;
        }
        String riff = text(start, 0);
        return (riff.equals("RIFF") || riff.equals("RF64") || riff.equals("BW64"))
                && text(start, 8).equals("WAVE");
    }

    /** Reads up to the first byte of the samples. */
    static WavHeader read(InputStream bytes, String name) throws IOException {
        byte[] riff = bytes.readNBytes(12);
        long riffBytes = unsigned(riff, 4);
        long longDataBytes = -1;
        ByteBuffer format = null;
        while (true) {
            byte[] chunk = bytes.readNBytes(8);
            if (chunk.length < 8) {
                throw new AudioException(name + ": ends before its samples (no data chunk); copy or record it again");
            }
            String id = text(chunk, 0);
            long size = unsigned(chunk, 4);
            switch (id) {
                case "fmt " -> format = formatChunk(bytes, size, name);
                case "ds64" -> longDataBytes = longDataSize(bytes, size, name);
                case "data" -> {
                    boolean open = riffBytes == 0 && size == 0;
                    return of(format, open ? UNKNOWN_SIZE : size, longDataBytes, name);
                }
                default -> Id3.skipUpTo(bytes, size + (size & 1));
            }
        }
    }

    private static ByteBuffer formatChunk(InputStream bytes, long size, String name) throws IOException {
        if (size < MIN_FORMAT_BYTES || size > MAX_FORMAT_BYTES) {
            throw new AudioException(name + ": its format chunk has " + size + " bytes, not 16 to " + MAX_FORMAT_BYTES
                    + "; it is no valid WAV file");
        }
        byte[] chunk = bytes.readNBytes((int) (size + (size & 1)));
        if (chunk.length < size) {
            throw new AudioException(name + ": ends inside its format chunk; copy or record it again");
        }
        return ByteBuffer.wrap(chunk, 0, (int) size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long longDataSize(InputStream bytes, long size, String name) throws IOException {
        byte[] sizes = bytes.readNBytes(16);
        if (size < 16 || sizes.length < 16) {
            throw new AudioException(name + ": its ds64 chunk is cut off; copy or record it again");
        }
        Id3.skipUpTo(bytes, size + (size & 1) - 16);
        return ByteBuffer.wrap(sizes).order(ByteOrder.LITTLE_ENDIAN).getLong(8);
    }

    private static WavHeader of(ByteBuffer chunk, long size, long longSize, String name) {
        if (chunk == null) {
            throw new AudioException(name + ": its samples come before their format; it is no valid WAV file");
        }
        int tag = chunk.getShort(0) & 0xffff;
        int channels = chunk.getShort(2) & 0xffff;
        int rateHz = chunk.getInt(4);
        int step = chunk.getShort(12) & 0xffff;
        if (tag == EXTENSIBLE && chunk.limit() >= SUBFORMAT_OFFSET + 2) {
            tag = chunk.getShort(SUBFORMAT_OFFSET) & 0xffff;
        }
        if (channels < 1 || channels > PcmDecoder.MAX_CHANNELS) {
            throw new AudioException(name + ": has " + channels + " channels, not 1 to " + PcmDecoder.MAX_CHANNELS);
        }
        if (rateHz < 1 || rateHz > MAX_RATE_HZ) {
            throw new AudioException(name + ": has a sample rate of " + rateHz + " Hz; its header is damaged");
        }
        SampleFormat format = formatOf(tag, step, channels);
        if (format == null) {
            throw new AudioException(name + ": WAV format " + tag + " with " + step + " bytes for " + channels
                    + " channel(s) is not supported; convert it, e.g. ffmpeg -i IN -c:a pcm_s16le OUT.wav");
        }
        long dataBytes = size == UNKNOWN_SIZE && longSize >= 0 ? longSize : size;
        boolean unknown = dataBytes == UNKNOWN_SIZE || dataBytes >= UNKNOWN_SIGNED_SIZE && longSize < 0;
        return new WavHeader(format, channels, rateHz, unknown ? TO_THE_END : dataBytes);
    }

    private static SampleFormat formatOf(int tag, int step, int channels) {
        if (step % channels != 0) {
            return null;
        }
        int bytes = step / channels;
        if (tag == PCM) {
            return switch (bytes) {
                case 1 -> SampleFormat.U8;
                case 2 -> SampleFormat.S16LE;
                case 3 -> SampleFormat.S24LE;
                case 4 -> SampleFormat.S32LE;
                default -> null;
            };
        }
        if (tag == IEEE_FLOAT) {
            return bytes == 4 ? SampleFormat.F32LE : bytes == 8 ? SampleFormat.F64LE : null;
        }
        return null;
    }

    private static String text(byte[] bytes, int offset) {
        return new String(bytes, offset, 4, StandardCharsets.ISO_8859_1);
    }

    private static long unsigned(byte[] bytes, int offset) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(offset) & 0xffffffffL;
    }
}
