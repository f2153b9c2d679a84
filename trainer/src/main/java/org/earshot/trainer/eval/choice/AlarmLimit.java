package org.earshot.trainer.eval.choice;

/**
 * A limit on false alarms, from which an operating point of a model follows.
 *
 * @param name of the operating point
 * @param alarmsPerHour false alarms that each label may raise per hour of background
 */
public record AlarmLimit(String name, double alarmsPerHour) {}
