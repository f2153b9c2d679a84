package org.earshot.core.capture;

/**
 * Where a source stands in its capture.
 *
 * @param epochId the capture as the sender names it
 * @param open true while a stretch is open
 * @param rateHz samples per second
 * @param stretchStart index in the capture at which the last stretch began
 * @param nextSample index of the sample that is due
 */
public record CapturePosition(String epochId, boolean open, int rateHz, long stretchStart, long nextSample) {}
