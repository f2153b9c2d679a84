package org.earshot.core.audio.flac;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.earshot.core.audio.flac.FlacInput.BadFrame;

/**
 * The first whole FLAC frame in bytes without a header, which says itself what it holds.
 *
 * @param offset where it begins
 */
public record FirstFlacFrame(FlacFrame frame, long offset) {
    private static final FlacHeader UNKNOWN = new FlacHeader(0, 0, 0, 0);

    /** Both checksums of the frame are right. @return null if there is none */
    public static FirstFlacFrame in(byte[] bytes) {
        FlacInput input = new FlacInput(new ByteArrayInputStream(bytes));
        FlacDecoder decoder = new FlacDecoder(input);
        try {
            do {
                input.rewind();
                long offset = input.startByte();
                try {
                    return new FirstFlacFrame(decoder.decode(UNKNOWN), offset);
                } catch (BadFrame e) {
                    continue;
                }
            } while (input.seekFrame());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return null;
    }
}
