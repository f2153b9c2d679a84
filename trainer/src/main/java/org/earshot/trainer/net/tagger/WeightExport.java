package org.earshot.trainer.net.tagger;

import java.util.ArrayList;
import java.util.List;
import org.earshot.trainer.export.FrameWeighting;
import org.earshot.trainer.export.Layer;
import org.earshot.trainer.export.NetworkWeights;
import org.earshot.trainer.net.block.ConvShape;
import org.earshot.trainer.net.block.ConvUnit;
import org.earshot.trainer.net.block.Normalisation;
import org.earshot.trainer.net.block.WeightStore;
import org.earshot.trainer.net.pooling.Pooling;

/** Copies the weights of a {@link MaskTagger} into the engine-free form that the model file is written from. */
record WeightExport(WeightStore weights, List<ConvUnit> units, int mels) {

    NetworkWeights of(Pooling pooling, FrameWeighting frameWeighting) {
        List<Layer> layers = new ArrayList<>();
        for (ConvUnit unit : units) {
            ConvShape shape = unit.shape();
            layers.add(new Layer.Convolution(
                    shape.in(),
                    shape.out(),
                    shape.kernel(),
                    shape.dilation(),
                    shape.groups(),
                    weights.read(unit.name() + ".weight"),
                    null));
            layers.add(new Layer.BatchNorm(
                    weights.read(unit.name() + ".bn.gamma"),
                    weights.read(unit.name() + ".bn.beta"),
                    weights.read(unit.name() + ".bn.mean"),
                    weights.read(unit.name() + ".bn.variance"),
                    ConvUnit.EPSILON));
            layers.add(new Layer.Relu());
        }
        float[] bias = weights.read("head.bias");
        int features = units.get(units.size() - 1).shape().out();
        Layer.Convolution head =
                new Layer.Convolution(features, bias.length, 1, 1, 1, weights.read("head.weight"), bias);
        return new NetworkWeights(
                mels,
                weights.read(Normalisation.MEAN),
                weights.read(Normalisation.DEVIATION),
                layers,
                head,
                pooling.export(),
                frameWeighting);
    }
}
