package org.earshot.core.audio;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import org.earshot.core.audio.file.AudioFiles;

/**
 * All that can be read of a recording.
 *
 * @param fault what was wrong with it, or null
 */
public record Salvaged(float[] samples, int rateHz, String fault, List<String> notes) {

    public static Salvaged from(byte[] bytes) {
        return from(AudioFiles.open(new ByteArrayInputStream(bytes), "test"));
    }

    public static Salvaged from(SampleSource source) {
        try (source) {
            float[] all = new float[4096];
            int length = 0;
            String fault = null;
            while (true) {
                all = length == all.length ? Arrays.copyOf(all, 2 * length) : all;
                int read;
                try {
                    read = source.read(all, length, all.length - length);
                } catch (AudioException e) {
                    fault = e.getMessage();
                    read = source.read(all, length, 1);
                }
                if (read < 0) {
                    return new Salvaged(Arrays.copyOf(all, length), source.rateHz(), fault, source.notes());
                }
                length += read;
            }
        }
    }
}
