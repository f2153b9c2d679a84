package org.earshot.core.capture;

/**
 * A short run of sound from one source, its fields validated and its samples decoded.
 *
 * <p>Samples of a capture count from its first; {@code firstSample} places the chunk, {@code capturedMicros} dates it. A
 * chunk of 8,000 samples at 16,000 Hz with {@code firstSample} 24,000 holds the capture's sound from 1.5 s to 2 s.
 *
 * @param sourceId names the microphone channel
 * @param epochId names the capture, as the sender does
 * @param rateHz samples per second
 * @param firstSample index of the first sample in its capture
 * @param capturedMicros UTC time of the first sample by the sender's clock, microseconds since 1970
 * @param mono samples, full scale 1; only the first {@code samples} count. Whoever made the chunk may use the array again
 *     once {@code LiveDetector.accept} has returned
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
    /** Index of the sample after the last. */
    public long endSample() {
        return firstSample + samples;
    }
}
