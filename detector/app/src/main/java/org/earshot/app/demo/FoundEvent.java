package org.earshot.app.demo;

/**
 * An event as read from the topic.
 *
 * @param source microphone
 * @param label what it is
 * @param onsetSeconds from the start of the microphone's audio
 * @param offsetSeconds likewise
 * @param score peak activity, 0..1
 * @param delaySeconds from the sending of the chunk that holds the end of the sound to the reading of the record
 */
public record FoundEvent(
        String source, String label, double onsetSeconds, double offsetSeconds, float score, double delaySeconds) {

    boolean overlaps(ExpectedEvent expected) {
        return source.equals(expected.source())
                && onsetSeconds < expected.offsetSeconds()
                && offsetSeconds > expected.onsetSeconds();
    }
}
