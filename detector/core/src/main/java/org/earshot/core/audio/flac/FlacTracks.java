package org.earshot.core.audio.flac;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.flac.FlacInput.BadFrame;

/**
 * The channels of a whole FLAC file, each for itself.
 *
 * @param values [channel][sample], of {@code bits} bits
 * @param rateHz samples per second and channel
 * @param bits of one sample
 */
public record FlacTracks(int[][] values, int rateHz, int bits) {
    private static final int MAX_SAMPLES = 1 << 28;

    /** @throws AudioException if it is no FLAC file, or if anything is wrong with it */
    public static FlacTracks read(Path file) {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
            var input = new FlacInput(bytes);
            var decoder = new FlacDecoder(input);
            FlacHeader header = FlacHeader.read(input, file.toString());
            int[][] values = new int[header.channels()][1 << 16];
            int length = 0;
            input.begin();
            while (input.hasMore()) {
                FlacFrame frame = decoder.decode(header);
                input.begin();
                if (frame.channels() != header.channels() || length + frame.samples() > MAX_SAMPLES) {
                    throw new AudioException(file + ": changes its format or is too long after " + length + " samples");
                }
                for (int channel = 0; channel < values.length; channel++) {
                    if (values[channel].length < length + frame.samples()) {
                        values[channel] = Arrays.copyOf(values[channel], 2 * (length + frame.samples()));
                    }
                    for (int n = 0; n < frame.samples(); n++) {
                        values[channel][length + n] = (int) decoder.channels()[channel][n];
                    }
                }
                length += frame.samples();
            }
            if (length < header.totalSamples()) {
                throw new AudioException(file + ": is cut off: " + header.totalSamples() + " samples are declared, "
                        + length + " are there");
            }
            for (int channel = 0; channel < values.length; channel++) {
                values[channel] = Arrays.copyOf(values[channel], length);
            }
            return new FlacTracks(values, header.rateHz(), header.bitsPerSample());
        } catch (IOException e) {
            throw new AudioException(file + ": cannot be read: " + e.getMessage(), e);
        } catch (BadFrame e) {
            throw new AudioException(file + ": is damaged or cut off (" + e.getMessage() + "); make it again", e);
        }
    }
}
