package org.earshot.trainer.net.block;

/**
 * One line of a network's description.
 *
 * @param name dotted name of the layer
 * @param kind operation, e.g. {@code conv 3x3}
 * @param output shape of its output for one clip, e.g. {@code 32 x 311 x 64}
 * @param parameters number of learnt values
 */
public record LayerInfo(String name, String kind, String output, long parameters) {}
