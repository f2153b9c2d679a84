package org.earshot.trainer.data.clips;

/**
 * Input of one training step.
 *
 * @param size number of clips
 * @param frames frames of each clip, with its context
 * @param contextFrames frames at either end of each clip that its tags say nothing about
 * @param mels mel bands of each frame
 * @param logMel [size][frames][mels]
 * @param tags [size][labels], 0 or 1
 * @param clips [size] indices of the clips in the data set
 */
public record Batch(int size, int frames, int contextFrames, int mels, float[] logMel, float[] tags, int[] clips) {}
