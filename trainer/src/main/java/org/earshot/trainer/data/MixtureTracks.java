package org.earshot.trainer.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.earshot.detector.audio.AudioException;
import org.jflac.FLACDecoder;
import org.jflac.PCMProcessor;
import org.jflac.metadata.StreamInfo;
import org.jflac.util.ByteData;

/**
 * The two tracks of a paper-style mixture: what separation is measured against. The network hears their mean, so a track
 * as it sounds in the mixture is half of what the file holds.
 *
 * @param events [samples] all events as they sound in the mixture; they do not overlap one another
 * @param background [samples] the scene as it sounds in the mixture
 * @param rateHz samples per second
 */
public record MixtureTracks(float[] events, float[] background, int rateHz) {

    /** @param file a FLAC file of 16 bits that {@link MixtureWriter} wrote. @throws AudioException if it is not that */
    public static MixtureTracks read(Path file) {
        Tracks tracks = new Tracks(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            FLACDecoder decoder = new FLACDecoder(in);
            decoder.addPCMProcessor(tracks);
            decoder.decode();
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new AudioException(file + ": cannot be read: " + e.getMessage(), e);
        }
        return new MixtureTracks(
                Arrays.copyOf(tracks.events, tracks.length),
                Arrays.copyOf(tracks.background, tracks.length),
                tracks.rateHz);
    }

    /** @throws AudioException also if the file has another rate than the one asked for */
    public static MixtureTracks read(Path file, int rateHz) {
        MixtureTracks tracks = read(file);
        if (tracks.rateHz != rateHz) {
            throw new AudioException(file + ": is at " + tracks.rateHz + " Hz, the model at " + rateHz
                    + "; make the mixtures at the model's rate");
        }
        return tracks;
    }

    /** What the network hears. */
    public float[] mixture() {
        float[] sum = new float[events.length];
        for (int n = 0; n < sum.length; n++) {
            sum[n] = events[n] + background[n];
        }
        return sum;
    }

    /** One event as it sounds in the mixture, with silence around it. */
    public float[] event(ClipEvent event) {
        float[] alone = new float[events.length];
        int from = (int) Math.round(event.onsetSeconds() * rateHz);
        int to = Math.min(events.length, (int) Math.round(event.offsetSeconds() * rateHz));
        System.arraycopy(events, from, alone, from, to - from);
        return alone;
    }

    private static final class Tracks implements PCMProcessor {
        private final Path file;
        private float[] events = new float[1 << 17];
        private float[] background = new float[1 << 17];
        private int length;
        private int rateHz;

        Tracks(Path file) {
            this.file = file;
        }

        @Override
        public void processStreamInfo(StreamInfo info) {
            if (info.getChannels() != 2 || info.getBitsPerSample() != 16) {
                throw new AudioException(file + ": has " + info.getChannels() + " channel(s) of "
                        + info.getBitsPerSample() + " bits; only paper-style mixtures (2 of 16) keep events apart");
            }
            rateHz = info.getSampleRate();
        }

        @Override
        public void processPCM(ByteData pcm) {
            byte[] data = pcm.getData();
            int frames = pcm.getLen() / 4;
            if (length + frames > events.length) {
                events = Arrays.copyOf(events, 2 * (length + frames));
                background = Arrays.copyOf(background, events.length);
            }
            for (int n = 0; n < frames; n++, length++) {
                events[length] = sample(data, 4 * n) / 65_536f;
                background[length] = sample(data, 4 * n + 2) / 65_536f;
            }
        }

        private static short sample(byte[] data, int at) {
            return (short) (data[at] & 0xFF | data[at + 1] << 8);
        }
    }
}
