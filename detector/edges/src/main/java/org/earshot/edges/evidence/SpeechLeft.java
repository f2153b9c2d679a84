package org.earshot.edges.evidence;

/**
 * What taking speech out of a sound did to it.
 *
 * @param tagBefore highest tag of a speech label over the whole sound as it was
 * @param tagAfter the same of what is left
 * @param speechDb change of the energy between 300 and 3,400 Hz where there was speech, in dB, negative for less; NaN if
 *     there was none
 * @param elsewhereDb change of the energy of all bands where there was no speech; NaN if there was speech throughout
 */
public record SpeechLeft(float tagBefore, float tagAfter, double speechDb, double elsewhereDb) {}
