package org.earshot.core.audio.flac;

import java.io.IOException;
import org.earshot.core.audio.flac.FlacInput.BadFrame;

/**
 * The head of one FLAC frame (RFC 9639, section 9.1).
 *
 * @param samples per channel, 1 to 65,535
 * @param rateHz samples per second
 * @param channels 1 to 8
 * @param stereo how two channels were made from left and right
 * @param bits of one sample, 4 to 32
 * @param number of the first sample, or of the frame if all frames have the same length
 * @param numbersSamples which of the two
 */
public record FlacFrame(
        int samples, int rateHz, int channels, Stereo stereo, int bits, long number, boolean numbersSamples) {
    /** How the channels are kept. */
    enum Stereo {
        INDEPENDENT,
        LEFT_SIDE,
        SIDE_RIGHT,
        MID_SIDE
    }

    private static final int SYNC_AND_RESERVED = 0x7ffc;
    private static final int[] RATES = {
        0, 88_200, 176_400, 192_000, 8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000
    };
    private static final int[] BITS = {0, 8, 12, 0, 16, 20, 24, 32};

    /** True if the frame has the rate, channels and bits of another. */
    boolean continues(FlacFrame other) {
        return rateHz == other.rateHz && channels == other.channels && bits == other.bits;
    }

    /** @param info for what the frame leaves to the stream's header */
    static FlacFrame read(FlacInput in, FlacHeader info) throws IOException, BadFrame {
        if (in.bits(15) != SYNC_AND_RESERVED) {
            throw new BadFrame("no frame");
        }
        boolean numbersSamples = in.bits(1) == 1;
        int sizeCode = (int) in.bits(4);
        int rateCode = (int) in.bits(4);
        int channelCode = (int) in.bits(4);
        int bitsCode = (int) in.bits(3);
        if (in.bits(1) != 0 || sizeCode == 0 || rateCode == 15 || channelCode > 10 || bitsCode == 3) {
            throw new BadFrame("reserved values");
        }
        long number = codedNumber(in);
        int samples = samples(in, sizeCode);
        int rateHz = rate(in, rateCode, info.rateHz());
        int crc = in.crc8();
        if (in.bits(8) != crc || samples > 65_535 || rateHz == 0) {
            throw new BadFrame("its head is damaged");
        }
        return new FlacFrame(
                samples,
                rateHz,
                channelCode < 8 ? channelCode + 1 : 2,
                channelCode < 8 ? Stereo.INDEPENDENT : Stereo.values()[channelCode - 7],
                bitsCode == 0 ? info.bitsPerSample() : BITS[bitsCode],
                number,
                numbersSamples);
    }

    /** A number of up to 36 bits, coded as UTF-8 codes characters. */
    private static long codedNumber(FlacInput in) throws IOException, BadFrame {
        int first = (int) in.bits(8);
        int bytes = Integer.numberOfLeadingZeros(~(first << 24));
        if (bytes == 0) {
            return first;
        }
        if (bytes == 1 || bytes > 7) {
            throw new BadFrame("its number is damaged");
        }
        long number = first & 0x7f >> bytes;
        for (int i = 1; i < bytes; i++) {
            long next = in.bits(8);
            if ((next & 0xc0) != 0x80) {
                throw new BadFrame("its number is damaged");
            }
            number = number << 6 | next & 0x3f;
        }
        return number;
    }

    private static int samples(FlacInput in, int code) throws IOException, BadFrame {
        return switch (code) {
            case 1 -> 192;
            case 2, 3, 4, 5 -> 576 << code - 2;
            case 6 -> (int) in.bits(8) + 1;
            case 7 -> (int) in.bits(16) + 1;
            default -> 256 << code - 8;
        };
    }

    /** The code of a rate in a frame's header, or 0 for that of the stream's header. */
    static int codeOf(int rateHz) {
        for (int code = 1; code < RATES.length; code++) {
            if (RATES[code] == rateHz) {
                return code;
            }
        }
        return 0;
    }

    private static int rate(FlacInput in, int code, int streamRateHz) throws IOException, BadFrame {
        return switch (code) {
            case 0 -> streamRateHz;
            case 12 -> (int) in.bits(8) * 1_000;
            case 13 -> (int) in.bits(16);
            case 14 -> (int) in.bits(16) * 10;
            default -> RATES[code];
        };
    }
}
