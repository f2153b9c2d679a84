package org.earshot.streams.evidence;

/**
 * The sound of an event, with what is needed to name it.
 *
 * @param label of the event
 * @param labelIndex in the model's manifest
 * @param sourceId of the event
 * @param eventId of the event
 * @param samples mono, at the model's rate
 * @param onset index in {@code samples} of the event's first sample
 * @param offset index after its last
 */
public record EvidenceClip(
        String label, int labelIndex, String sourceId, String eventId, float[] samples, long onset, long offset) {}
