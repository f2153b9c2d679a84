package org.earshot.core.capture;

/**
 * The position of a source in its capture.
 *
 * @param epochId the capture as the sender names it
 * @param captureId the capture as records name it
 * @param open true while a stretch is open
 * @param rateHz samples per second
 * @param stretchStart index in the capture at which the last stretch began
 * @param nextSample index of the next sample
 */
public record CapturePosition(
        String epochId, String captureId, boolean open, int rateHz, long stretchStart, long nextSample) {}
