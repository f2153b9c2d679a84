package org.earshot.app.demo;

/**
 * One sound with a known label.
 *
 * @param label class name of the model
 * @param samples mono, -1..1, at the rate of the microphone that it is mixed into
 */
public record Recording(String label, float[] samples) {}
