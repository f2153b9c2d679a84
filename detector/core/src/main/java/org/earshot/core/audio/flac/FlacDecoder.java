package org.earshot.core.audio.flac;

import java.io.IOException;
import java.util.Arrays;
import org.earshot.core.audio.flac.FlacInput.BadFrame;

/** Decodes FLAC frames of any number of bits (RFC 9639, section 9). For one thread. */
public final class FlacDecoder {
    private static final int MAX_CHANNELS = 8;

    private final FlacInput in;
    private final long[][] channels = new long[MAX_CHANNELS][0];
    private final long[] coefficients = new long[32];
    private long work;

    public FlacDecoder(FlacInput in) {
        this.in = in;
    }

    /** The samples of the frame that was decoded last. @return [channel][sample], longer than the frame at times */
    long[][] channels() {
        return channels;
    }

    /** How much has been decoded so far, good or bad: samples of all channels. */
    long work() {
        return work;
    }

    /**
     * Reads the frame at the current position.
     *
     * @throws BadFrame if there is none or its checksums are wrong; the input is then somewhere behind its beginning
     */
    public FlacFrame decode(FlacHeader info) throws IOException, BadFrame {
        FlacFrame frame = FlacFrame.read(in, info);
        for (int channel = 0; channel < frame.channels(); channel++) {
            if (channels[channel].length < frame.samples()) {
                channels[channel] = new long[frame.samples()];
            }
            work += frame.samples();
            subframe(channels[channel], frame.samples(), frame.bits() + sideBit(frame, channel));
        }
        in.align();
        int crc = in.crc16();
        if (in.bits(16) != crc) {
            throw new BadFrame("its checksum is wrong");
        }
        unite(frame);
        return frame;
    }

    /** The difference of two channels needs one bit more. */
    private static int sideBit(FlacFrame frame, int channel) {
        return switch (frame.stereo()) {
            case INDEPENDENT -> 0;
            case LEFT_SIDE, MID_SIDE -> channel;
            case SIDE_RIGHT -> 1 - channel;
        };
    }

    private void subframe(long[] to, int samples, int frameBits) throws IOException, BadFrame {
        int padding = (int) in.bits(1);
        int type = (int) in.bits(6);
        int wasted = in.bits(1) == 0 ? 0 : in.unary() + 1;
        int bits = frameBits - wasted;
        if (padding != 0 || bits < 1) {
            throw new BadFrame("a channel's head is damaged");
        }
        if (type == 0) {
            Arrays.fill(to, 0, samples, in.signed(bits));
        } else if (type == 1) {
            read(to, samples, bits);
        } else if (type >= 8 && type <= 12) {
            fixed(to, samples, bits, type - 8);
        } else if (type >= 32) {
            linear(to, samples, bits, type - 31);
        } else {
            throw new BadFrame("a channel has a reserved kind");
        }
        for (int n = 0; wasted > 0 && n < samples; n++) {
            to[n] <<= wasted;
        }
    }

    private void read(long[] to, int samples, int bits) throws IOException, BadFrame {
        for (int n = 0; n < samples; n++) {
            to[n] = in.signed(bits);
        }
    }

    private void fixed(long[] to, int samples, int bits, int order) throws IOException, BadFrame {
        warmUp(to, samples, bits, order);
        for (int n = order; n < samples; n++) {
            to[n] += switch (order) {
                case 0 -> 0;
                case 1 -> to[n - 1];
                case 2 -> 2 * to[n - 1] - to[n - 2];
                case 3 -> 3 * to[n - 1] - 3 * to[n - 2] + to[n - 3];
                default -> 4 * to[n - 1] - 6 * to[n - 2] + 4 * to[n - 3] - to[n - 4];
            };
        }
    }

    private void linear(long[] to, int samples, int bits, int order) throws IOException, BadFrame {
        if (order > samples) {
            throw new BadFrame("a predictor is longer than the frame");
        }
        read(to, order, bits);
        int precision = (int) in.bits(4) + 1;
        int shift = (int) in.signed(5);
        if (precision == 16 || shift < 0) {
            throw new BadFrame("a predictor is damaged");
        }
        for (int i = 0; i < order; i++) {
            coefficients[i] = in.signed(precision);
        }
        residual(to, order, samples);
        for (int n = order; n < samples; n++) {
            long sum = 0;
            for (int i = 0; i < order; i++) {
                sum += coefficients[i] * to[n - 1 - i];
            }
            to[n] += sum >> shift;
        }
    }

    private void warmUp(long[] to, int samples, int bits, int order) throws IOException, BadFrame {
        if (order > samples) {
            throw new BadFrame("a predictor is longer than the frame");
        }
        read(to, order, bits);
        residual(to, order, samples);
    }

    /** Rice codes in partitions; puts what the predictor missed behind the first {@code order} samples. */
    private void residual(long[] to, int order, int samples) throws IOException, BadFrame {
        int method = (int) in.bits(2);
        if (method > 1) {
            throw new BadFrame("a residual has a reserved coding");
        }
        int parameterBits = method == 0 ? 4 : 5;
        int escape = (1 << parameterBits) - 1;
        int partitions = 1 << (int) in.bits(4);
        int length = samples / partitions;
        if (samples % partitions != 0 || length < order) {
            throw new BadFrame("a residual is damaged");
        }
        int n = order;
        for (int partition = 1; partition <= partitions; partition++) {
            int parameter = (int) in.bits(parameterBits);
            int end = partition * length;
            if (parameter == escape) {
                int bits = (int) in.bits(5);
                for (; n < end; n++) {
                    to[n] = bits == 0 ? 0 : in.signed(bits);
                }
            } else {
                for (; n < end; n++) {
                    long folded = (long) in.unary() << parameter | in.bits(parameter);
                    to[n] = folded >>> 1 ^ -(folded & 1);
                }
            }
        }
    }

    /** Left and right from one of them and their difference, or from their mean and difference. */
    private void unite(FlacFrame frame) {
        long[] first = channels[0];
        long[] second = channels[1];
        for (int n = 0; n < frame.samples() && frame.stereo() != FlacFrame.Stereo.INDEPENDENT; n++) {
            switch (frame.stereo()) {
                case LEFT_SIDE -> second[n] = first[n] - second[n];
                case SIDE_RIGHT -> first[n] += second[n];
                default -> {
                    long middle = first[n] << 1 | second[n] & 1;
                    first[n] = middle + second[n] >> 1;
                    second[n] = middle - second[n] >> 1;
                }
            }
        }
    }
}
