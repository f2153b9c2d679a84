package org.earshot.trainer.export;

/** Writes the convolutions of a mask network in some number format; z-score, sigmoid and poolings stay in float32. */
public interface LayerWriter {
    /** The normalised log-mel plane in the format of the first layer. */
    String begin(OnnxGraph graph, String plane);

    /** One layer. @param index from 0 */
    String layer(OnnxGraph graph, int index, FoldedConvolution layer, String input);

    /** The head, given as float32 logits. */
    String head(OnnxGraph graph, Layer.Convolution head, String input);
}
