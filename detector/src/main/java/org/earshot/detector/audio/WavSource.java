package org.earshot.detector.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** The samples of a WAV file. */
final class WavSource implements SampleSource {
    private static final int BUFFER_SAMPLES = 4096;

    private final InputStream bytes;
    private final String name;
    private final WavHeader header;
    private final int step;
    private final byte[] buffer;
    private final float[] mono;
    private long decoded;

    WavSource(InputStream bytes, String name) throws IOException {
        this.bytes = bytes;
        this.name = name;
        this.header = WavHeader.read(bytes, name);
        this.step = header.format().bytes() * header.channels();
        this.buffer = new byte[BUFFER_SAMPLES * step];
        this.mono = new float[BUFFER_SAMPLES];
        long size = header.dataBytes();
        if (size != WavHeader.TO_THE_END && size % step != 0) {
            throw new AudioException(name + ": has " + size + " bytes of samples, which are no whole number of " + step
                    + "-byte samples; its header is damaged");
        }
    }

    @Override
    public int rateHz() {
        return header.rateHz();
    }

    @Override
    public int channels() {
        return header.channels();
    }

    @Override
    public int read(float[] dst, int offset, int length) {
        int wanted = Math.min(length, BUFFER_SAMPLES);
        boolean open = header.dataBytes() == WavHeader.TO_THE_END;
        if (!open) {
            wanted = (int) Math.min(wanted, header.dataBytes() / step - decoded);
        }
        if (wanted == 0) {
            return length == 0 ? 0 : -1;
        }
        int samples = fill(wanted);
        if (!open && samples < wanted) {
            throw new AudioException(name + ": is cut off: " + header.dataBytes() / step + " samples are declared, "
                    + (decoded + samples) + " are there; copy or record it again");
        }
        if (samples == 0) {
            return -1;
        }
        try {
            PcmDecoder.decode(ByteBuffer.wrap(buffer, 0, samples * step), header.format(), header.channels(), mono);
        } catch (AudioException e) {
            throw new AudioException(name + ": after " + decoded + " samples: " + e.getMessage(), e);
        }
        System.arraycopy(mono, 0, dst, offset, samples);
        decoded += samples;
        return samples;
    }

    private int fill(int samples) {
        try {
            return bytes.readNBytes(buffer, 0, samples * step) / step;
        } catch (IOException e) {
            throw new AudioException(name + ": cannot be read after " + decoded + " samples: " + e.getMessage(), e);
        }
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
