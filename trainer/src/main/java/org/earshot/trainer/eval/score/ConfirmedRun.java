package org.earshot.trainer.eval.score;

import org.earshot.core.decode.FrameInterval;

/**
 * A run of activity that becomes an event if the gate lets it.
 *
 * @param frames where it lies
 * @param tag the highest tag that may confirm it; the gate must be below
 */
public record ConfirmedRun(FrameInterval frames, float tag) {}
