package org.earshot.core.decode;

/**
 * A joined run of one label's activity with what was gathered over its frames.
 *
 * @param onset first frame
 * @param offset frame after the last
 * @param peakActivity largest activity of its frames
 * @param meanActivity mean activity of its frames, bridged gaps included
 * @param tag highest tag of the clips that overlap it and were offered so far, 0 if none was
 * @param meanPower mean square of its samples, full scale 1
 * @param validFraction share of its frames that is real audio, 0..1
 */
public record Run(
        long onset,
        long offset,
        float peakActivity,
        float meanActivity,
        float tag,
        double meanPower,
        double validFraction) {

    public long frames() {
        return offset - onset;
    }
}
