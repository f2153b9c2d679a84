package org.earshot.trainer.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.earshot.detector.audio.AudioException;
import org.earshot.detector.model.DataException;
import org.jflac.FLACDecoder;
import org.jflac.PCMProcessor;
import org.jflac.metadata.StreamInfo;
import org.jflac.util.ByteData;

/** Reads a FLAC file of the wanted rate. */
final class ClipAudio {
    private ClipAudio() {}

    /** The mean of the channels. @throws AudioException if the file is unreadable or of another rate */
    static float[] readMono(Path file, int rateHz) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Sink sink = new Sink(file, rateHz);
            FLACDecoder decoder = new FLACDecoder(in);
            decoder.addPCMProcessor(sink);
            decoder.decode();
            return Arrays.copyOf(sink.samples, sink.length);
        } catch (IOException | RuntimeException e) {
            throw new AudioException(file + ": cannot be decoded: " + e.getMessage(), e);
        }
    }

    /** Writes channels as 16-bit PCM. */
    static void write(Path file, float[][] channels, int rateHz) {
        int frames = channels[0].length;
        int bytes = frames * channels.length * 2;
        ByteBuffer wav = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.putInt(0x46464952)
                .putInt(36 + bytes)
                .putInt(0x45564157)
                .putInt(0x20746d66)
                .putInt(16);
        wav.putShort((short) 1).putShort((short) channels.length).putInt(rateHz);
        wav.putInt(rateHz * channels.length * 2)
                .putShort((short) (channels.length * 2))
                .putShort((short) 16);
        wav.putInt(0x61746164).putInt(bytes);
        for (int n = 0; n < frames; n++) {
            for (float[] channel : channels) {
                wav.putShort(Pcm16.toShort(channel[n]));
            }
        }
        try {
            Files.write(file, wav.array());
        } catch (IOException e) {
            throw new DataException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private static final class Sink implements PCMProcessor {
        private final Path file;
        private final int rateHz;
        private float[] samples = new float[1 << 17];
        private int length;
        private int channels;

        Sink(Path file, int rateHz) {
            this.file = file;
            this.rateHz = rateHz;
        }

        @Override
        public void processStreamInfo(StreamInfo info) {
            if (info.getSampleRate() != rateHz || info.getBitsPerSample() != 16) {
                throw new AudioException(file + ": not 16 bits at " + rateHz + " Hz");
            }
            channels = info.getChannels();
        }

        @Override
        public void processPCM(ByteData pcm) {
            byte[] data = pcm.getData();
            int frames = pcm.getLen() / (2 * channels);
            if (length + frames > samples.length) {
                samples = Arrays.copyOf(samples, Math.max(2 * samples.length, length + frames));
            }
            for (int n = 0; n < frames; n++) {
                float sum = 0;
                for (int c = 0; c < channels; c++) {
                    int at = 2 * (n * channels + c);
                    sum += (short) (data[at] & 0xFF | data[at + 1] << 8);
                }
                samples[length++] = sum / channels / 32_768f;
            }
        }
    }
}
