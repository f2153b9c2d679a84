package org.earshot.core.detect;

/**
 * What is known of one sound event at the end of a block.
 *
 * <p>Immutable. All phases of an event have the same label and onset.
 *
 * @param phase STARTED once, ONGOING as often as asked for, ENDED once
 * @param label index into the manifest's labels
 * @param onsetSample first sample, at the source's rate, counted from the start of the epoch
 * @param offsetSample sample after the last; before ENDED the end as far as it is known
 * @param peakScore largest activity inside the event, 0..1
 * @param meanScore mean activity inside the event, 0..1
 * @param tag highest tag of the clips scored so far that overlap the event, 0..1
 * @param validFraction share of the event that is real audio rather than a filled gap, 0..1
 * @param levelDbfs level of the event's frames against full scale, at least -120
 */
public record Detection(
        Phase phase,
        int label,
        long onsetSample,
        long offsetSample,
        float peakScore,
        float meanScore,
        float tag,
        float validFraction,
        float levelDbfs) {

    /** The stages of an event. */
    public enum Phase {
        STARTED,
        ONGOING,
        ENDED
    }
}
