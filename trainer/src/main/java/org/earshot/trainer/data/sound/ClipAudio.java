package org.earshot.trainer.data.sound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.earshot.core.audio.flac.FlacWriter;
import org.earshot.core.model.DataException;

/** Writes whole sounds to files. Stateless; safe for use by several threads. */
public final class ClipAudio {
    private ClipAudio() {}

    /** Writes channels of equal length as 16-bit FLAC. */
    public static void write(Path file, float[][] channels, int rateHz) {
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
