package org.earshot.core.detect;

/** Takes the phases of events as blocks are scored, in an order that depends on the sound alone. */
@FunctionalInterface
public interface DetectionSink {
    void detection(Detection detection);
}
