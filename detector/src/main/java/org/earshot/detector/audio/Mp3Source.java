package org.earshot.detector.audio;

import java.io.IOException;
import java.io.InputStream;
import javazoom.jl.decoder.Bitstream;
import javazoom.jl.decoder.BitstreamException;
import javazoom.jl.decoder.Decoder;
import javazoom.jl.decoder.Header;
import javazoom.jl.decoder.JavaLayerException;
import javazoom.jl.decoder.SampleBuffer;

/** The samples of an MPEG-1, -2 or -2.5 audio stream, layers I to III. */
final class Mp3Source implements SampleSource {
    private final InputStream bytes;
    private final String name;
    private final Bitstream bitstream;
    private final Decoder decoder = new Decoder();
    private final int rateHz;
    private final int channels;
    private float[] block = new float[0];
    private int blockFilled;
    private int blockRead;
    private final Mp3Padding padding;
    private long decoded;
    private long read;

    Mp3Source(InputStream bytes, String name) throws IOException {
        this.bytes = bytes;
        this.name = name;
        this.padding = Mp3Padding.peek(bytes);
        this.bitstream = new Bitstream(bytes);
        Header first = header();
        if (first == null) {
            throw new AudioException(name + ": holds no MPEG audio frame; it is no valid MP3 file or cut off");
        }
        this.rateHz = first.frequency();
        this.channels = channelsOf(first);
        if (rateHz <= 0) {
            throw new AudioException(name + ": has a sample rate of " + rateHz + " Hz; its header is damaged");
        }
        decode(first);
    }

    /** True of a frame header: eleven set bits, then no reserved version, layer, bit rate or sample rate. */
    static boolean isMagic(byte[] start) {
        if (start.length < 4 || (start[0] & 0xff) != 0xff || (start[1] & 0xe0) != 0xe0) {
            return false;
        }
        int version = start[1] >> 3 & 3;
        int layer = start[1] >> 1 & 3;
        int bitRate = start[2] >> 4 & 15;
        int rate = start[2] >> 2 & 3;
        return version != 1 && layer != 0 && bitRate != 15 && rate != 3;
    }

    @Override
    public int rateHz() {
        return rateHz;
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public int read(float[] mono, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        while (blockRead == blockFilled) {
            Header next = header();
            if (next == null) {
                return -1;
            }
            decode(next);
        }
        int samples = (int) Math.min(Math.min(length, blockFilled - blockRead), padding.soundSamples() - read);
        if (samples == 0) {
            return -1;
        }
        System.arraycopy(block, blockRead, mono, offset, samples);
        blockRead += samples;
        read += samples;
        return samples;
    }

    private Header header() {
        try {
            return bitstream.readFrame();
        } catch (BitstreamException e) {
            throw damaged(e);
        } catch (RuntimeException e) {
            throw damaged(e);
        }
    }

    private void decode(Header header) {
        SampleBuffer samples;
        try {
            samples = (SampleBuffer) decoder.decodeFrame(header, bitstream);
        } catch (JavaLayerException e) {
            throw damaged(e);
        } catch (RuntimeException e) {
            throw damaged(e);
        } finally {
            bitstream.closeFrame();
        }
        if (header.frequency() != rateHz || channelsOf(header) != channels) {
            throw new AudioException(name + ": changes its format after " + decoded + " samples, from " + rateHz
                    + " Hz with " + channels + " channel(s) to " + header.frequency() + " Hz with "
                    + channelsOf(header) + "; split it there");
        }
        int frames = samples.getBufferLength() / channels;
        if (block.length < frames) {
            block = new float[frames];
        }
        short[] interleaved = samples.getBuffer();
        for (int n = 0; n < frames; n++) {
            int sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += interleaved[n * channels + channel];
            }
            block[n] = sum / (32768f * channels);
        }
        blockRead = (int) Math.max(0, Math.min(frames, padding.skipSamples() - decoded));
        blockFilled = frames;
        decoded += frames;
    }

    private AudioException damaged(Exception cause) {
        return new AudioException(
                name + ": is damaged or cut off after " + decoded + " samples; copy or record it again", cause);
    }

    private static int channelsOf(Header header) {
        return header.mode() == Header.SINGLE_CHANNEL ? 1 : 2;
    }

    @Override
    public void close() {
        try {
            bytes.close();
        } catch (IOException e) {
            throw new AudioException(name + ": cannot be closed: " + e.getMessage(), e);
        }
    }
}
