package org.earshot.edges.feed.source;

import java.util.List;
import java.util.zip.CRC32;
import org.earshot.core.audio.SampleSource;

/** Counts the samples that are read and forms a checksum over them. For one thread. */
public final class CountedSource implements SampleSource {
    private final SampleSource source;
    private final CRC32 checksum = new CRC32();
    private long samples;
    private boolean sound;

    public CountedSource(SampleSource source) {
        this.source = source;
    }

    /** Samples so far. */
    public long samples() {
        return samples;
    }

    /** Of the samples so far. */
    public long checksum() {
        return checksum.getValue();
    }

    /** Whether one of the samples so far is not 0. */
    public boolean isSound() {
        return sound;
    }

    /** Reads and discards a number of samples, or up to the end. */
    public void skip(long count) {
        float[] piece = new float[1 << 12];
        long left = count;
        while (left > 0) {
            int read = read(piece, 0, (int) Math.min(left, piece.length));
            if (read < 0) {
                return;
            }
            left -= read;
        }
    }

    @Override
    public int rateHz() {
        return source.rateHz();
    }

    @Override
    public int channels() {
        return source.channels();
    }

    @Override
    public int read(float[] mono, int offset, int length) {
        int read = source.read(mono, offset, length);
        for (int n = 0; n < read; n++) {
            sound |= mono[offset + n] != 0;
            int bits = Float.floatToRawIntBits(mono[offset + n]);
            checksum.update(bits);
            checksum.update(bits >>> 8);
            checksum.update(bits >>> 16);
            checksum.update(bits >>> 24);
        }
        samples += Math.max(0, read);
        return read;
    }

    @Override
    public List<String> notes() {
        return source.notes();
    }

    @Override
    public void close() {
        source.close();
    }
}
