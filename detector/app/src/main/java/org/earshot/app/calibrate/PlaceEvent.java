package org.earshot.app.calibrate;

/**
 * An event that a place's sound gave at the lowest thresholds that are looked at. Immutable.
 *
 * @param sourceId where it was heard
 * @param epochId the capture, or the file
 * @param label index into the manifest's labels
 * @param rateHz samples per second of the source
 * @param onsetSample first sample
 * @param offsetSample sample after the last
 * @param peak largest activity, 0..1
 * @param tag highest tag, 0..1
 */
public record PlaceEvent(
        String sourceId,
        String epochId,
        int label,
        int rateHz,
        long onsetSample,
        long offsetSample,
        float peak,
        float tag) {}
