package org.earshot.core.audio.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.PcmDecoder;
import org.earshot.core.audio.SampleFormat;
import org.earshot.core.audio.UnsupportedSound;

/**
 * What precedes the samples of a RIFF, RF64 or BW64 file (IBM and Microsoft, Multimedia Programming Interface and Data
 * Specifications 1.0, 1991; WAVE_FORMAT_EXTENSIBLE; ITU-R BS.2088).
 *
 * @param format of one sample
 * @param channels interleaved
 * @param rateHz samples per second and channel
 * @param dataBytes bytes of samples that follow, or {@link #TO_THE_END} where the writer did not know
 * @param zeroSizes true if the writer left all sizes at 0
 * @param contradiction what in the header cannot be, though the samples can be read; null if nothing
 */
public record WavHeader(
        SampleFormat format, int channels, int rateHz, long dataBytes, boolean zeroSizes, String contradiction) {
    /** The samples go on to the end of the file: written into a pipe. */
    static final long TO_THE_END = -1;

    private static final int MAX_RATE_HZ = 768_000;
    private static final int PCM = 1;
    private static final int IEEE_FLOAT = 3;
    private static final int A_LAW = 6;
    private static final int MU_LAW = 7;
    private static final int EXTENSIBLE = 0xfffe;
    private static final int MIN_FORMAT_BYTES = 16;
    private static final int MAX_FORMAT_BYTES = 1024;
    private static final int SUBFORMAT_OFFSET = 24;
    private static final long UNKNOWN_SIZE = 0xffffffffL;
    /** Writers into pipes subtract headers from the largest size, signed or unsigned, or from a round one just below. */
    private static final long UNKNOWN_FROM = 0xffffff00L;

    private static final long HEADERS = 0x80;
    private static final long UNKNOWN_SIGNED = 0x80000000L;
    private static final long UNKNOWN_ROUND = 0x7ffff000L;
    /** What GStreamer writes. */
    private static final long UNKNOWN_ROUNDER = 0x7fff0000L;

    static boolean isMagic(byte[] start) {
        if (start.length < 12) {
            return false;
        }
        String riff = text(start, 0);
        return (riff.equals("RIFF") || riff.equals("RF64") || riff.equals("BW64"))
                && text(start, 8).equals("WAVE");
    }

    /** Reads up to the first byte of the samples. @param bytes supports mark and reset */
    static WavHeader read(InputStream bytes, String name) throws IOException, UnsupportedSound {
        byte[] riff = bytes.readNBytes(12);
        long longDataBytes = -1;
        ByteBuffer format = null;
        while (true) {
            byte[] chunk = bytes.readNBytes(8);
            if (chunk.length < 8) {
                throw new AudioException(name + ": ends before its samples (no data chunk); copy or record it again");
            }
            String id = text(chunk, 0);
            long size = size(chunk);
            switch (id) {
                case "fmt " -> format = formatChunk(bytes, size, name);
                case "ds64" -> longDataBytes = longDataSize(bytes, size, name);
                case "data" -> {
                    boolean zero = size == 0 && riff.length == 12 && size(riff) == 0;
                    return of(format, zero ? TO_THE_END : dataBytes(size, longDataBytes), zero, name);
                }
                default -> {
                    Id3.skipUpTo(bytes, size);
                    skipPadding(bytes, size);
                }
            }
        }
    }

    /** Bytes of samples that a data chunk announces. @param longSize from the chunk of sizes, or -1 */
    private static long dataBytes(long size, long longSize) {
        if (longSize >= 0) {
            return size == UNKNOWN_SIZE ? longSize : size;
        }
        return isUnknown(size) ? TO_THE_END : size;
    }

    /** True of the sizes that writers put where they do not know one. */
    public static boolean isUnknown(long size) {
        return size >= UNKNOWN_FROM
                || size == UNKNOWN_ROUNDER
                || isJustBelow(size, UNKNOWN_SIGNED)
                || isJustBelow(size, UNKNOWN_ROUND);
    }

    /** Other sizes near two gigabytes are those of recordings that were split there. */
    private static boolean isJustBelow(long size, long unknown) {
        return size <= unknown && size > unknown - HEADERS;
    }

    /** Skips the byte that follows a chunk of odd size, unless the writer forgot it and the next chunk begins there. */
    static void skipPadding(InputStream bytes, long size) throws IOException {
        if (size % 2 == 0) {
            return;
        }
        bytes.mark(4);
        byte[] next = bytes.readNBytes(4);
        bytes.reset();
        if (!isChunkId(next)) {
            Id3.skipUpTo(bytes, 1);
        }
    }

    /** True of four letters, digits, spaces or the like, as the names of chunks are. */
    public static boolean isChunkId(byte[] bytes) {
        if (bytes.length < 4) {
            return false;
        }
        for (int i = 0; i < 4; i++) {
            boolean word = bytes[i] >= 'a' && bytes[i] <= 'z'
                    || bytes[i] >= 'A' && bytes[i] <= 'Z'
                    || bytes[i] >= '0' && bytes[i] <= '9'
                    || bytes[i] == ' '
                    || bytes[i] == '_'
                    || bytes[i] == '-';
            if (!word) {
                return false;
            }
        }
        return bytes[0] != ' ';
    }

    private static ByteBuffer formatChunk(InputStream bytes, long size, String name) throws IOException {
        if (size < MIN_FORMAT_BYTES || size > MAX_FORMAT_BYTES) {
            throw new AudioException(name + ": its format chunk has " + size + " bytes, not 16 to " + MAX_FORMAT_BYTES
                    + "; it is no valid WAV file");
        }
        byte[] chunk = bytes.readNBytes((int) size);
        if (chunk.length < size) {
            throw new AudioException(name + ": ends inside its format chunk; copy or record it again");
        }
        skipPadding(bytes, size);
        return ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long longDataSize(InputStream bytes, long size, String name) throws IOException {
        byte[] sizes = bytes.readNBytes(16);
        if (size < 16 || sizes.length < 16) {
            throw new AudioException(name + ": its ds64 chunk is cut off; copy or record it again");
        }
        Id3.skipUpTo(bytes, size - 16);
        skipPadding(bytes, size);
        return ByteBuffer.wrap(sizes).order(ByteOrder.LITTLE_ENDIAN).getLong(8);
    }

    private static WavHeader of(ByteBuffer chunk, long dataBytes, boolean zeroSizes, String name)
            throws UnsupportedSound {
        if (chunk == null) {
            throw new AudioException(name + ": its samples come before their format; it is no valid WAV file");
        }
        int tag = chunk.getShort(0) & 0xffff;
        int channels = chunk.getShort(2) & 0xffff;
        int rateHz = chunk.getInt(4);
        int bytesPerSecond = chunk.getInt(8);
        int align = chunk.getShort(12) & 0xffff;
        int bits = chunk.getShort(14) & 0xffff;
        if (tag == EXTENSIBLE && chunk.limit() >= SUBFORMAT_OFFSET + 2) {
            tag = chunk.getShort(SUBFORMAT_OFFSET) & 0xffff;
        }
        if (channels < 1 || channels > PcmDecoder.MAX_CHANNELS) {
            throw new AudioException(name + ": has " + channels + " channels, not 1 to " + PcmDecoder.MAX_CHANNELS
                    + "; its header is damaged");
        }
        if (rateHz < 1 || rateHz > MAX_RATE_HZ) {
            throw new AudioException(
                    name + ": has a sample rate of " + Integer.toUnsignedString(rateHz) + " Hz; its header is damaged");
        }
        SampleFormat format = formatOf(tag, bits);
        if (format == null) {
            throw new UnsupportedSound("has WAV format " + tag + " with " + bits + " bits a sample");
        }
        return new WavHeader(
                format,
                channels,
                rateHz,
                dataBytes,
                zeroSizes,
                contradiction(format, bits, channels, align, bytesPerSecond / rateHz, name));
    }

    /**
     * Bits and channels give the length of a sample, as in ffmpeg and others, whatever the block alignment says. Only
     * where the bytes per second agree with the block alignment, there is no telling which two of the four are right.
     */
    private static String contradiction(
            SampleFormat format, int bits, int channels, int align, int bytesAtOnce, String name) {
        int step = format.bytes() * channels;
        if (align == step) {
            return null;
        }
        String said =
                "says " + align + " bytes a block, but " + channels + " channel(s) of " + bits + " bits are " + step;
        if (align > 0 && align == bytesAtOnce) {
            throw new AudioException(name + ": its header " + said
                    + ", and there is no telling which is right; write it again with the program that made it");
        }
        return "its header " + said + ", which were read";
    }

    private static SampleFormat formatOf(int tag, int bits) {
        int bytes = (bits + 7) / 8;
        return switch (tag) {
            case PCM ->
                switch (bytes) {
                    case 1 -> SampleFormat.U8;
                    case 2 -> SampleFormat.S16LE;
                    case 3 -> SampleFormat.S24LE;
                    case 4 -> SampleFormat.S32LE;
                    default -> null;
                };
            case IEEE_FLOAT -> bits == 32 ? SampleFormat.F32LE : bits == 64 ? SampleFormat.F64LE : null;
            case A_LAW -> bits == 8 ? SampleFormat.A_LAW : null;
            case MU_LAW -> bits == 8 ? SampleFormat.MU_LAW : null;
            default -> null;
        };
    }

    static String text(byte[] bytes, int offset) {
        return new String(bytes, offset, 4, StandardCharsets.ISO_8859_1);
    }

    /** The size in the head of a chunk. */
    static long size(byte[] head) {
        return ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(4) & 0xffffffffL;
    }
}
