package org.earshot.streams.framing;

import java.util.Optional;

/**
 * What the detector takes in a chunk, for itself and for those who send: a chunk beyond these limits becomes a dead letter.
 * Stateless.
 */
public final class ChunkLimits {
    /** Lowest sample rate, in Hz. Every whole number from it to the highest is taken. */
    public static final int MIN_RATE_HZ = 4_000;

    /** Highest sample rate, in Hz. */
    public static final int MAX_RATE_HZ = 192_000;

    /** Most bytes of samples in a chunk. */
    public static final int MAX_SAMPLE_BYTES = 512 << 10;

    private ChunkLimits() {}

    /** What is wrong with a rate, and what to do; empty for 4,000 to 192,000 Hz. */
    public static Optional<String> problemOfRate(int rateHz) {
        return rateHz >= MIN_RATE_HZ && rateHz <= MAX_RATE_HZ
                ? Optional.empty()
                : Optional.of("has " + rateHz + " Hz, the detector takes " + MIN_RATE_HZ + ".." + MAX_RATE_HZ
                        + "; convert it, e.g. ffmpeg -i IN -ar 48000 OUT.flac");
    }
}
