package org.earshot.core.audio.file;

import java.io.InputStream;
import java.util.Arrays;
import javazoom.jl.decoder.Bitstream;
import javazoom.jl.decoder.Decoder;
import javazoom.jl.decoder.Header;
import javazoom.jl.decoder.JavaLayerException;
import javazoom.jl.decoder.SampleBuffer;
import org.earshot.core.audio.ChannelMix;
import org.earshot.core.audio.Faults;
import org.earshot.core.audio.SampleQueue;

/**
 * Decodes the frames of one MPEG audio stream of one rate and number of channels, and leaves out what its encoder added. Each
 * frame gives its number of samples, as silence where it cannot be decoded, so that the clock stays right. For one thread.
 */
final class Mp3Part {
    private final Mp3Frame kind;
    private final Mp3Padding padding;
    private final ChannelMix mix;
    private final double[] interleaved;
    private final float[] mono;
    private Feed feed;
    private Bitstream bitstream;
    private Decoder decoder;
    private long frames;
    private long damaged;
    private long decoded;
    private long taken;

    Mp3Part(Mp3Frame kind, Mp3Padding padding) {
        this.kind = kind;
        this.padding = padding;
        this.mix = new ChannelMix(kind.channels());
        this.interleaved = new double[kind.samples() * kind.channels()];
        this.mono = new float[kind.samples()];
    }

    /** True if the frame can belong to this part. */
    boolean takes(Mp3Frame frame) {
        return frame.belongsTo(kind) && frame.channels() == kind.channels();
    }

    /** True if all the frames are there that the encoder announced. */
    boolean isComplete() {
        return frames >= padding.frames();
    }

    /** Decodes the next frame into the queue. */
    void decode(byte[] frame, SampleQueue queue) {
        if (!decode(frame)) {
            damaged++;
            Arrays.fill(interleaved, 0);
            bitstream = null;
        }
        mix.mix(interleaved, kind.samples(), mono);
        int skipped = (int) Math.max(0, Math.min(kind.samples(), padding.skipSamples() - decoded));
        int count = (int) Math.min(kind.samples() - skipped, padding.soundSamples() - taken);
        queue.add(mono, skipped, Math.max(0, count), kind.rateHz());
        taken += Math.max(0, count);
        decoded += kind.samples();
        frames++;
    }

    private boolean decode(byte[] frame) {
        if (bitstream == null) {
            feed = new Feed(frame);
            bitstream = new Bitstream(feed);
            decoder = new Decoder();
        } else {
            feed.offer(frame);
        }
        try {
            Header header = bitstream.readFrame();
            if (header == null) {
                return false;
            }
            var samples = (SampleBuffer) decoder.decodeFrame(header, bitstream);
            bitstream.closeFrame();
            // A frame whose bits begin in one that is missing gives nothing.
            int length = Math.min(samples.getBufferLength(), interleaved.length);
            for (int i = 0; i < length; i++) {
                interleaved[i] = samples.getBuffer()[i] / 32768.0;
            }
            Arrays.fill(interleaved, length, interleaved.length, 0);
            return true;
        } catch (JavaLayerException | RuntimeException e) {
            // Damaged bytes take the decoder out of its arrays.
            return false;
        }
    }

    int rateHz() {
        return kind.rateHz();
    }

    /** Frames that could not be decoded. */
    long damaged() {
        return damaged;
    }

    /** What is missing of the frames that the encoder announced, or null. One less is how some count. */
    String missing() {
        return padding.frames() == Mp3Padding.UNKNOWN || frames >= padding.frames() - 1
                ? null
                : padding.frames() + " frames are declared, " + frames + " are there, "
                        + Faults.at(taken, kind.rateHz());
    }

    String note() {
        return mix.note(kind.rateHz());
    }

    /** What the decoder reads: a frame at a time, with an end behind each that goes away when the next one comes. */
    private static final class Feed extends InputStream {
        private byte[] frame;
        private int next;

        Feed(byte[] frame) {
            this.frame = frame;
        }

        void offer(byte[] following) {
            byte[] rest = Arrays.copyOfRange(frame, next, frame.length);
            frame = Arrays.copyOf(rest, rest.length + following.length);
            System.arraycopy(following, 0, frame, rest.length, following.length);
            next = 0;
        }

        @Override
        public int read() {
            return next == frame.length ? -1 : frame[next++] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            int count = Math.min(length, frame.length - next);
            System.arraycopy(frame, next, to, offset, count);
            next += count;
            return count == 0 ? -1 : count;
        }
    }
}
