package org.earshot.edges.feed.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.PcmDecoder;
import org.earshot.core.audio.SampleFormat;
import org.earshot.core.audio.SampleSource;

/** PCM bytes without a header, such as {@code arecord -t raw} writes. A sample that is cut off at the end is left out. */
public final class RawPcmSource implements SampleSource {
    private static final int BUFFER_SAMPLES = 1024;

    private final InputStream bytes;
    private final String name;
    private final SampleFormat format;
    private final int rateHz;
    private final int channels;
    private final byte[] buffer;
    private final float[] mono = new float[BUFFER_SAMPLES];
    private int filled;
    private long decoded;

    /** @param name what error messages call it */
    public RawPcmSource(InputStream bytes, String name, SampleFormat format, int rateHz, int channels) {
        if (rateHz < 1 || channels < 1 || channels > PcmDecoder.MAX_CHANNELS) {
            throw new AudioException(name + ": rate and channels must be positive and the channels at most "
                    + PcmDecoder.MAX_CHANNELS + ", are " + rateHz + " Hz and " + channels);
        }
        this.bytes = bytes;
        this.name = name;
        this.format = format;
        this.rateHz = rateHz;
        this.channels = channels;
        this.buffer = new byte[BUFFER_SAMPLES * format.bytes() * channels];
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
    public int read(float[] dst, int offset, int length) {
        int step = format.bytes() * channels;
        int wanted = Math.min(length, BUFFER_SAMPLES) * step;
        try {
            while (filled < Math.min(step, wanted)) {
                int read = bytes.read(buffer, filled, wanted - filled);
                if (read < 0) {
                    return -1;
                }
                filled += read;
            }
        } catch (IOException e) {
            throw new AudioException(name + ": cannot be read after " + decoded + " samples: " + e.getMessage(), e);
        }
        int samples = filled / step;
        if (samples == 0) {
            return 0;
        }
        PcmDecoder.decode(ByteBuffer.wrap(buffer, 0, samples * step), format, channels, mono);
        System.arraycopy(mono, 0, dst, offset, samples);
        filled -= samples * step;
        System.arraycopy(buffer, samples * step, buffer, 0, filled);
        decoded += samples;
        return samples;
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
