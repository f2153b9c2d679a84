package org.earshot.app.demo;

import java.util.List;

/**
 * The sound of one microphone from beginning to end.
 *
 * @param source its id
 * @param rateHz samples per second
 * @param samples mono, -1..1
 * @param expected the sounds that were placed in it, in order of time; empty where unknown
 */
public record Microphone(String source, int rateHz, float[] samples, List<ExpectedEvent> expected) {
    public Microphone {
        expected = List.copyOf(expected);
    }

    public double seconds() {
        return (double) samples.length / rateHz;
    }
}
