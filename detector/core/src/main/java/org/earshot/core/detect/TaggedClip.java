package org.earshot.core.detect;

/**
 * The tags of the clip that ends with a block. Until a whole clip has passed, the clip holds the blocks there are.
 *
 * @param startSample first sample of the clip at the source's rate, counted from the start of the epoch
 * @param endSample sample after the clip's last
 * @param tags [labels], 0..1; belongs to the receiver
 * @param validFraction share of the clip that is real audio rather than a filled gap, 0..1
 */
public record TaggedClip(long startSample, long endSample, float[] tags, float validFraction) {}
