package org.earshot.detector.feed;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.TargetDataLine;
import org.earshot.detector.audio.AudioException;
import org.earshot.detector.audio.PcmDecoder;
import org.earshot.detector.audio.SampleFormat;
import org.earshot.detector.audio.SampleSource;

/** A microphone at this machine's sound card, in 16 bits. */
public final class SoundCardSource implements SampleSource {
    /** The sound card that the system prefers. */
    public static final String DEFAULT_DEVICE = "default";

    private static final int BUFFER_SAMPLES = 1024;
    private static final int BITS = 16;

    private final TargetDataLine line;
    private final String device;
    private final byte[] buffer;
    private final float[] mono = new float[BUFFER_SAMPLES];

    private SoundCardSource(TargetDataLine line, String device) {
        this.line = line;
        this.device = device;
        this.buffer = new byte[BUFFER_SAMPLES * line.getFormat().getFrameSize()];
    }

    /**
     * Begins to record.
     *
     * @param device part of the device's name, or {@link #DEFAULT_DEVICE}
     * @throws AudioException if there is no such device or it cannot record so; names those that there are
     */
    public static SoundCardSource open(String device, int rateHz, int channels) {
        var format = new AudioFormat(rateHz, BITS, channels, true, false);
        var wanted = new DataLine.Info(TargetDataLine.class, format);
        try {
            TargetDataLine line = (TargetDataLine)
                    (device.equals(DEFAULT_DEVICE)
                            ? AudioSystem.getLine(wanted)
                            : AudioSystem.getMixer(find(device)).getLine(wanted));
            line.open(format, rateHz * format.getFrameSize());
            line.start();
            return new SoundCardSource(line, device);
        } catch (LineUnavailableException | IllegalArgumentException | SecurityException e) {
            throw new AudioException(
                    "sound card " + device + ": cannot record " + channels + " channel(s) at " + rateHz + " Hz: "
                            + e.getMessage() + "; devices here: " + names(),
                    e);
        }
    }

    /** Names of the devices that can record; may be empty. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Mixer.Info info : AudioSystem.getMixerInfo()) {
            if (AudioSystem.getMixer(info).getTargetLineInfo().length > 0) {
                names.add(info.getName());
            }
        }
        return names;
    }

    private static Mixer.Info find(String device) {
        String wanted = device.toLowerCase(Locale.ROOT);
        for (Mixer.Info info : AudioSystem.getMixerInfo()) {
            if (info.getName().toLowerCase(Locale.ROOT).contains(wanted)) {
                return info;
            }
        }
        throw new IllegalArgumentException("there is no such device");
    }

    @Override
    public int rateHz() {
        return (int) line.getFormat().getSampleRate();
    }

    @Override
    public int channels() {
        return line.getFormat().getChannels();
    }

    @Override
    public int read(float[] dst, int offset, int length) {
        int wanted = Math.min(length, BUFFER_SAMPLES) * line.getFormat().getFrameSize();
        if (wanted == 0) {
            return 0;
        }
        int bytes = line.read(buffer, 0, wanted);
        if (bytes <= 0) {
            if (line.isOpen()) {
                throw new AudioException("sound card " + device + ": gives no more sound; check that it is plugged in");
            }
            return -1;
        }
        int samples = bytes / line.getFormat().getFrameSize();
        PcmDecoder.decode(ByteBuffer.wrap(buffer, 0, bytes), SampleFormat.S16LE, channels(), mono);
        System.arraycopy(mono, 0, dst, offset, samples);
        return samples;
    }

    @Override
    public void close() {
        line.close();
    }
}
