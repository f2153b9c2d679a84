package org.earshot.app.calibrate;

/**
 * An event of a site's sound at the lowest thresholds that are tried. Immutable.
 *
 * @param sourceId the microphone
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
