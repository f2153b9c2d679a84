package org.earshot.trainer.export;

import java.util.ArrayList;
import java.util.List;

/** A network as it is read back from a model file. */
public final class FoldedWeights {
    private FoldedWeights() {}

    /** The same with every batch norm folded into its convolution. */
    public static NetworkWeights of(NetworkWeights w) {
        List<Layer> layers = new ArrayList<>();
        for (FoldedConvolution folded : FoldedConvolution.fold(w.layers())) {
            layers.add(folded.convolution());
            layers.add(new Layer.Relu());
        }
        return new NetworkWeights(w.mels(), w.mean(), w.deviation(), layers, w.head(), w.pooling(), w.frameWeighting());
    }
}
