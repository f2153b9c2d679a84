package org.earshot.edges.feed.source;

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
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.PcmDecoder;
import org.earshot.core.audio.SampleFormat;
import org.earshot.core.audio.SampleSource;

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
     * @throws AudioException if the device cannot be opened now
     * @throws UnusableSourceException if there is no such device or it cannot record so; names those that there are
     */
    public static SoundCardSource open(String device, int rateHz, int channels) {
        var format = new AudioFormat(rateHz, BITS, channels, true, false);
        TargetDataLine line = line(device, new DataLine.Info(TargetDataLine.class, format));
        try {
            line.open(format, rateHz * format.getFrameSize());
        } catch (LineUnavailableException | SecurityException e) {
            throw new AudioException(
                    name(device) + " cannot be opened now (" + e.getMessage()
                            + "); end the program that uses it, and check that this user may record",
                    e);
        } catch (IllegalArgumentException e) {
            throw unfit(device, format, e);
        }
        line.start();
        return new SoundCardSource(line, device);
    }

    private static TargetDataLine line(String device, DataLine.Info wanted) {
        try {
            return (TargetDataLine)
                    (device.equals(DEFAULT_DEVICE)
                            ? AudioSystem.getLine(wanted)
                            : AudioSystem.getMixer(find(device)).getLine(wanted));
        } catch (LineUnavailableException e) {
            throw new AudioException(name(device) + " is in use by another program; end that, or use another", e);
        } catch (IllegalArgumentException e) {
            throw unfit(device, wanted.getFormats()[0], e);
        }
    }

    private static UnusableSourceException unfit(String device, AudioFormat format, IllegalArgumentException cause) {
        return new UnusableSourceException(
                names().isEmpty()
                        ? name(device) + " cannot record: this machine has no sound card that does"
                        : name(device) + " does not record " + format.getChannels() + " channel(s) at "
                                + (int) format.getSampleRate()
                                + " Hz in 16 bits; try another rate or --channels, devices"
                                + " here: " + names(),
                cause);
    }

    private static String name(String device) {
        return "the sound card " + device;
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
        throw new UnusableSourceException(
                "there is no sound card whose name has '" + device + "' in it; "
                        + (names().isEmpty()
                                ? "this machine has none that records"
                                : "devices here: " + names() + ", or " + DEFAULT_DEVICE),
                null);
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
