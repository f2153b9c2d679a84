package org.earshot.core.audio.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.ChannelMix;
import org.earshot.core.audio.Faults;
import org.earshot.core.audio.PcmDecoder;
import org.earshot.core.audio.SampleFormat;
import org.earshot.core.audio.SampleSource;
import org.earshot.core.audio.UnsupportedSound;

/** The samples of a WAV file. */
final class WavSource implements SampleSource {
    private static final int BUFFER_SAMPLES = 4096;
    /** Beyond this a float is no sound: 80 dB above full scale. */
    private static final double BEYOND_REASON = 1e4;

    private final InputStream bytes;
    private final String name;
    private final WavHeader header;
    private final WavData data;
    private final int step;
    private final byte[] buffer;
    private final double[] interleaved;
    private final float[] mono;
    private final ChannelMix mix;
    private final Faults faults;
    private long decoded;
    private long unreal;
    private long firstUnreal;
    private boolean ended;

    WavSource(InputStream bytes, String name) throws IOException, UnsupportedSound {
        this.bytes = bytes;
        this.name = name;
        this.header = WavHeader.read(bytes, name);
        this.data = new WavData(bytes, header.dataBytes());
        this.step = header.format().bytes() * header.channels();
        this.buffer = new byte[BUFFER_SAMPLES * step];
        this.interleaved = new double[BUFFER_SAMPLES * header.channels()];
        this.mono = new float[BUFFER_SAMPLES];
        this.mix = new ChannelMix(header.channels());
        this.faults = new Faults(name);
        if (header.contradiction() != null) {
            faults.add(header.contradiction());
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
        if (length == 0) {
            return 0;
        }
        int samples = fill(Math.min(length, BUFFER_SAMPLES));
        if (samples == 0) {
            return end();
        }
        decode(samples);
        System.arraycopy(mono, 0, dst, offset, samples);
        decoded += samples;
        return samples;
    }

    private int fill(int samples) {
        try {
            return data.read(buffer, samples * step) / step;
        } catch (IOException e) {
            throw new AudioException(
                    name + ": cannot be read after " + Faults.at(decoded, rateHz()) + ": " + e.getMessage(), e);
        }
    }

    private void decode(int samples) {
        ByteBuffer little = ByteBuffer.wrap(buffer, 0, samples * step).order(ByteOrder.LITTLE_ENDIAN);
        if (header.format() == SampleFormat.S16LE && header.channels() == 1) {
            PcmDecoder.decode(little, SampleFormat.S16LE, 1, mono);
            return;
        }
        for (int i = 0; i < samples * header.channels(); i++) {
            double value = PcmDecoder.next(little, header.format());
            if (!(Math.abs(value) <= BEYOND_REASON)) {
                firstUnreal = unreal == 0 ? decoded + i / header.channels() : firstUnreal;
                unreal++;
                value = 0;
            }
            interleaved[i] = value;
        }
        mix.mix(interleaved, samples, mono);
    }

    private int end() {
        if (!ended) {
            ended = true;
            data.complain(step, rateHz(), faults);
            if (unreal > 0) {
                faults.addLoss(unreal + " of its values, the first after " + Faults.at(firstUnreal, rateHz())
                        + ", are no numbers or beyond 10000 times full scale, and were read as silence");
            }
        }
        return faults.end();
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (data.chunks() > 1) {
            notes.add("has " + data.chunks() + " data chunks, which were read one after another");
        }
        if (header.zeroSizes()) {
            notes.add("does not say how long it is, and was read to the end of the file");
        }
        String cancelled = mix.note(rateHz());
        if (cancelled != null) {
            notes.add(cancelled);
        }
        return notes;
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
