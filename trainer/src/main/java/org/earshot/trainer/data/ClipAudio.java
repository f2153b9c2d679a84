package org.earshot.trainer.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.earshot.detector.audio.AudioException;
import org.earshot.detector.audio.AudioFiles;
import org.earshot.detector.audio.FlacWriter;
import org.earshot.detector.audio.SampleSource;
import org.earshot.detector.model.DataException;

/** Whole sounds from files and to files. Stateless; safe for use by several threads. */
final class ClipAudio {
    private ClipAudio() {}

    /** The mean of the channels at that rate. @throws AudioException naming the file, if it is unreadable */
    static float[] readMono(Path file, int rateHz) {
        try (SampleSource source = AudioFiles.open(file)) {
            if (source.rateHz() != rateHz) {
                throw new AudioException(file + ": not at " + rateHz + " Hz");
            }
            float[] samples = new float[1 << 16];
            int length = 0;
            int read;
            while ((read = source.read(samples, length, samples.length - length)) >= 0) {
                length += read;
                if (length == samples.length) {
                    samples = Arrays.copyOf(samples, 2 * length);
                }
            }
            return Arrays.copyOf(samples, length);
        }
    }

    /** Writes channels of equal length as 16-bit FLAC. */
    static void write(Path file, float[][] channels, int rateHz) {
        int count = channels.length;
        int[] interleaved = new int[count * channels[0].length];
        for (int i = 0; i < interleaved.length; i++) {
            interleaved[i] = Pcm16.toShort(channels[i % count][i / count]);
        }
        try {
            Files.write(file, FlacWriter.encode(rateHz, count, interleaved));
        } catch (IOException e) {
            throw new DataException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }
}
