/**
 * The networks of the paper and their poolings, on the PyTorch engine of DJL: log-mel in, masks and clip tags out.
 *
 * <p>Layers are plain functions over {@code NDArray}; the weights they own live in a
 * {@link org.earshot.trainer.net.block.WeightStore}. Two rules keep native memory bounded: everything computed for a
 * training step belongs to a manager of that step, and the receiver of an operation is always an array of the step,
 * never a weight (its result would belong to the weight's manager, which lives as long as the network). <p>May import
 * the detector's {@code model} package and {@code trainer.export}; does not depend on data sets, training loops or
 * files.
 */
package org.earshot.trainer.net;
