package org.earshot.edges.evidence;

/**
 * The files of one event, each whole.
 *
 * @param clip FLAC of the event with what was before and after it
 * @param separated FLAC of the event's label alone, as long; null if the model gives no masks or the label is speech that
 *     must not be kept
 * @param picture PNG of the clip's spectrogram
 */
public record EvidenceFiles(byte[] clip, byte[] separated, byte[] picture) {}
