package org.earshot.trainer.eval.metric;

/** A 95 % bootstrap interval of a measure. */
public record Interval(double low, double high) {}
