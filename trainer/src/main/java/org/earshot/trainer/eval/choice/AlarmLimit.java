package org.earshot.trainer.eval.choice;

/**
 * A limit on false alarms, from which an operating point of a model follows.
 *
 * @param name of the operating point
 * @param alarmsPerHour false alarms per hour of background and label, as a mean over the labels
 */
public record AlarmLimit(String name, double alarmsPerHour) {}
