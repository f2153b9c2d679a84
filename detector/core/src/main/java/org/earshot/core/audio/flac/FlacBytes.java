package org.earshot.core.audio.flac;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.earshot.core.audio.AudioException;

/**
 * Decodes the FLAC stream of one chunk: at most 512 KiB and one second. Bytes and declared samples are checked before
 * more than one frame is decoded, and a stream that does not declare its length is left as soon as it passes one
 * second, so that a few bytes cannot ask for minutes of work. Stateless; safe for use by several threads.
 */
public final class FlacBytes {
    /** The largest chunk, in bytes. */
    public static final int MAX_BYTES = 512 * 1024;

    private static final String NAME = "FLAC chunk";

    private FlacBytes() {}

    /**
     * A decoded chunk.
     *
     * @param mono the mean of the channels, full scale 1
     * @param rateHz as the FLAC stream says
     * @param channels as the FLAC stream says
     */
    public record Decoded(float[] mono, int rateHz, int channels) {}

    /**
     * Decodes the remaining bytes and leaves the buffer's position alone.
     *
     * @throws AudioException if they are no FLAC stream, are damaged, cut off or too long
     */
    public static Decoded decode(ByteBuffer chunk) {
        if (chunk.remaining() > MAX_BYTES) {
            throw new AudioException(NAME + ": has " + chunk.remaining() + " bytes, at most " + MAX_BYTES
                    + " are taken; send shorter chunks");
        }
        byte[] bytes = new byte[chunk.remaining()];
        chunk.duplicate().get(bytes);
        if (bytes.length < 4 || bytes[0] != 'f' || bytes[1] != 'L' || bytes[2] != 'a' || bytes[3] != 'C') {
            throw new AudioException(NAME + ": does not begin with fLaC; send one complete FLAC stream a chunk");
        }
        try (var source = FlacSource.strict(new ByteArrayInputStream(bytes), NAME)) {
            if (source.declaredSamples() > source.rateHz()) {
                throw new AudioException(NAME + ": declares " + source.declaredSamples() + " samples at "
                        + source.rateHz() + " Hz, at most one second is taken; send shorter chunks");
            }
            return new Decoded(readAll(source), source.rateHz(), source.channels());
        } catch (IOException e) {
            throw new AudioException(NAME + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static float[] readAll(FlacSource source) {
        float[] mono = new float[(int) (source.declaredSamples() > 0 ? source.declaredSamples() : source.rateHz())];
        float[] beyond = new float[1];
        int length = 0;
        while (true) {
            boolean full = length == mono.length;
            int read = full ? source.read(beyond, 0, 1) : source.read(mono, length, mono.length - length);
            if (read < 0) {
                return length == mono.length ? mono : Arrays.copyOf(mono, length);
            }
            if (full) {
                throw new AudioException(NAME + ": holds more than the " + mono.length
                        + " samples that it declares or that one second has; send shorter chunks");
            }
            length += read;
        }
    }
}
