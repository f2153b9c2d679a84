package org.earshot.trainer.export.precision;

import org.earshot.trainer.export.LayerWriter;
import org.earshot.trainer.export.MaskGraph;
import org.earshot.trainer.export.NetworkExport;
import org.earshot.trainer.export.NetworkWeights;
import org.earshot.trainer.export.OnnxGraph;

/**
 * A mask network whose convolutions are written in a smaller number format.
 *
 * @param weights learnt weights
 * @param layers writer of the format
 */
record ReducedNetwork(NetworkWeights weights, LayerWriter layers) implements NetworkExport {
    @Override
    public int mels() {
        return weights.mels();
    }

    @Override
    public int classes() {
        return weights.classes();
    }

    @Override
    public int receptiveFrames() {
        return weights.receptiveFrames();
    }

    @Override
    public boolean streams() {
        return weights.streams();
    }

    @Override
    public void addTo(OnnxGraph graph) {
        new MaskGraph(weights, layers).addTo(graph);
    }
}
