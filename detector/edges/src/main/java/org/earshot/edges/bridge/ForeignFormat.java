package org.earshot.edges.bridge;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Recognises by its first bytes what is not headerless sound: decoded as samples it would be loud noise. Names
 * compressed and container formats and text; of formats that begin with two unlucky bytes only, several frames in a row
 * are asked for, since samples may begin with any two bytes.
 *
 * <p>Stateless.
 */
final class ForeignFormat {
    private static final int FRAMES = 3;
    private static final int TEXT_BYTES = 4_096;
    /** Kilobits a second of MPEG-1 and MPEG-2 layer III by the index in the header. */
    private static final int[][] MP3_KBPS = {
        {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
        {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
    };

    private static final int[] MPEG1_HZ = {44_100, 48_000, 32_000};

    private ForeignFormat() {}

    /** The name of the format, or nothing if it may be headerless sound. */
    static Optional<String> of(byte[] bytes) {
        for (Magic magic : Magic.values()) {
            if (begins(bytes, magic.offset, magic.bytes)) {
                return Optional.of(magic.format);
            }
        }
        if (isFrames(bytes, ForeignFormat::mp3FrameBytes)) {
            return Optional.of("MP3");
        }
        if (isFrames(bytes, ForeignFormat::adtsFrameBytes)) {
            return Optional.of("AAC");
        }
        return isText(bytes) ? Optional.of(textName(bytes)) : Optional.empty();
    }

    private enum Magic {
        MP3_ID3V2("MP3", 0, "ID3\u0002"),
        MP3_ID3V3("MP3", 0, "ID3\u0003"),
        MP3_ID3V4("MP3", 0, "ID3\u0004"),
        OGG("Ogg (Opus, Vorbis)", 0, "OggS"),
        MP4("MP4 or M4A", 4, "ftyp"),
        WEBM("WebM or Matroska", 0, "\u001aE\u00df\u00a3"),
        AIFF("AIFF", 0, "FORM"),
        AU("AU", 0, ".snd"),
        CAF("CAF", 0, "caff"),
        AMR("AMR", 0, "#!AMR"),
        WAVPACK("WavPack", 0, "wvpk"),
        ASF("WMA", 0, "0&\u00b2u\u008ef\u00cf\u0011"),
        GZIP("gzip", 0, "\u001f\u008b\b"),
        ZIP("ZIP", 0, "PK\u0003\u0004"),
        JPEG_JFIF("JPEG", 6, "JFIF"),
        JPEG_EXIF("JPEG", 6, "Exif"),
        PNG("PNG", 0, "\u0089PNG\r\n"),
        GIF("GIF", 0, "GIF8"),
        PDF("PDF", 0, "%PDF-"),
        SEVEN_ZIP("7z", 0, "7z\u00bc\u00af'\u001c"),
        BZIP2("bzip2", 0, "BZh"),
        XZ("xz", 0, "\u00fd7zXZ"),
        ZSTD("Zstandard", 0, "(\u00b5/\u00fd"),
        PROGRAM("a program", 0, "\u007fELF"),
        WAVE64("Wave64", 0, "riff.\u0091\u00cf\u0011"),
        MONKEYS("Monkey's Audio", 0, "MAC "),
        MUSEPACK("Musepack", 0, "MPCK"),
        DSD("DSD", 0, "DSD "),
        MIDI("MIDI", 0, "MThd");

        private final String format;
        private final int offset;
        private final byte[] bytes;

        Magic(String format, int offset, String bytes) {
            this.format = format;
            this.offset = offset;
            this.bytes = bytes.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    /** Length of the frame that begins at a place, or 0 if none does. */
    private interface FrameLength {
        int at(byte[] bytes, int from);
    }

    private static boolean isFrames(byte[] bytes, FrameLength length) {
        int at = 0;
        for (int frame = 0; frame < FRAMES; frame++) {
            int size = at + 7 <= bytes.length ? length.at(bytes, at) : 0;
            if (size == 0) {
                return false;
            }
            at += size;
        }
        return true;
    }

    private static int mp3FrameBytes(byte[] bytes, int from) {
        int header = (bytes[from] & 0xff) << 24
                | (bytes[from + 1] & 0xff) << 16
                | (bytes[from + 2] & 0xff) << 8
                | bytes[from + 3] & 0xff;
        int version = header >>> 19 & 3;
        int layer = header >>> 17 & 3;
        int rate = header >>> 10 & 3;
        int kbps = header >>> 12 & 15;
        if (header >>> 21 != 0x7ff || version == 1 || layer != 1 || rate == 3 || kbps == 0 || kbps == 15) {
            return 0;
        }
        boolean mpeg1 = version == 3;
        int hz = MPEG1_HZ[rate] >> (mpeg1 ? 0 : version == 2 ? 1 : 2);
        int padding = header >>> 9 & 1;
        return (mpeg1 ? 144_000 : 72_000) * MP3_KBPS[mpeg1 ? 0 : 1][kbps] / hz + padding;
    }

    private static int adtsFrameBytes(byte[] bytes, int from) {
        if (bytes[from] != (byte) 0xff || (bytes[from + 1] & 0xf6) != 0xf0) {
            return 0;
        }
        int size = (bytes[from + 3] & 3) << 11 | (bytes[from + 4] & 0xff) << 3 | (bytes[from + 5] & 0xff) >> 5;
        return size < 7 ? 0 : size;
    }

    /**
     * Begins as UTF-8 without control characters: as 16-bit samples, ASCII would be around a quarter of full scale and never near
     * 0, and samples near 0 are no UTF-8 or have control characters in them.
     */
    private static boolean isText(byte[] bytes) {
        int looked = Math.min(bytes.length, TEXT_BYTES);
        CharBuffer text = CharBuffer.allocate(looked);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, 0, looked), text, looked == bytes.length);
        return !result.isError()
                && text.flip().chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t');
    }

    private static String textName(byte[] bytes) {
        String begin = new String(bytes, 0, Math.min(bytes.length, 64), StandardCharsets.UTF_8).strip();
        return begin.startsWith("{") || begin.startsWith("[") ? "JSON" : "text";
    }

    private static boolean begins(byte[] bytes, int offset, byte[] magic) {
        if (bytes.length < offset + magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if (bytes[offset + i] != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
