package org.earshot.core.capture;

/**
 * A short run of sound from one source, its fields validated and its samples decoded.
 *
 * <p>Samples of a capture count from its first; {@code firstSample} places the chunk, {@code capturedMicros} dates it. A
 * chunk of 8,000 samples at 16,000 Hz with {@code firstSample} 24,000 holds the capture's sound from 1.5 s to 2 s.
 *
 * @param sourceId names the microphone channel
 * @param epochId names the capture, as the sender does
 * @param rateHz samples per second, {@value #MIN_RATE_HZ} to {@value #MAX_RATE_HZ}
 * @param firstSample index of the first sample in its capture
 * @param capturedMicros UTC time of the first sample by the sender's clock, microseconds since 1970
 * @param mono samples, full scale 1; only the first {@code samples} count. Whoever made the chunk may use the array again
 *     once {@link LiveDetector#accept} has returned
 * @param samples number of samples, at most one second
 * @param endOfStream true in the last chunk of a capture
 */
public record Chunk(
        String sourceId,
        String epochId,
        int rateHz,
        long firstSample,
        long capturedMicros,
        float[] mono,
        int samples,
        boolean endOfStream) {
    /** Lowest and highest sample rate that is processed, Hz. Every whole number between them is. */
    public static final int MIN_RATE_HZ = 4_000;

    public static final int MAX_RATE_HZ = 192_000;

    /** Index of the sample after the last. */
    public long endSample() {
        return firstSample + samples;
    }
}
