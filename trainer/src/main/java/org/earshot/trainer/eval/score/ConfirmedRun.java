package org.earshot.trainer.eval.score;

import org.earshot.core.decode.FrameInterval;

/**
 * A run of activity that becomes an event if its tag exceeds the gate.
 *
 * @param frames frames of the run
 * @param tag the highest tag that can confirm it
 */
public record ConfirmedRun(FrameInterval frames, float tag) {}
