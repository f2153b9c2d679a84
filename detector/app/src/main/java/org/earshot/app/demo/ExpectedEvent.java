package org.earshot.app.demo;

/**
 * Where a sound was placed.
 *
 * @param source microphone that it is placed at
 * @param label what it is
 * @param onsetSeconds its first audible moment, from the start of the microphone's audio
 * @param offsetSeconds moment after the last
 */
public record ExpectedEvent(String source, String label, double onsetSeconds, double offsetSeconds) {}
