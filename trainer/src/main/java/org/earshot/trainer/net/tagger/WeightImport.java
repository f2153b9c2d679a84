package org.earshot.trainer.net.tagger;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.earshot.trainer.export.Layer;
import org.earshot.trainer.export.NetworkWeights;
import org.earshot.trainer.net.block.ConvShape;
import org.earshot.trainer.net.block.ConvUnit;
import org.earshot.trainer.net.block.Normalisation;
import org.earshot.trainer.net.block.WeightStore;

/**
 * The reverse of {@link WeightExport}: weights of a {@link MaskTagger} from a network whose batch norms are folded into
 * their convolutions. A folded unit gives k * x + b; unfolded, its kernel is k, its running mean m and variance v are
 * those of k * x on some clips, its gamma is sqrt(v + epsilon) and its beta b + m. The unit then gives the same output
 * with running statistics, and about the same with those of a batch.
 */
record WeightImport(WeightStore weights, List<ConvUnit> units, Normalisation normalisation) {

    /** @throws IllegalArgumentException if the layers of the network do not match these units */
    Map<String, float[]> of(NetworkWeights learnt, Function<NDManager, NDArray> sound) {
        List<Layer.Convolution> folded = new ArrayList<>();
        for (Layer layer : learnt.layers()) {
            if (layer instanceof Layer.Convolution convolution) {
                folded.add(convolution);
            }
        }
        if (folded.size() != units.size()) {
            throw new IllegalArgumentException("it has " + folded.size() + " convolutions instead of " + units.size());
        }
        for (int i = 0; i < folded.size(); i++) {
            requireSame(units.get(i), folded.get(i));
        }
        Map<String, float[]> values = new LinkedHashMap<>();
        normalisation.set(learnt.mean(), learnt.deviation());
        values.put(Normalisation.MEAN, learnt.mean());
        values.put(Normalisation.DEVIATION, learnt.deviation());
        unfold(folded, sound, values);
        values.put("head.weight", learnt.head().weights());
        values.put("head.bias", learnt.head().bias());
        addAlpha(learnt.pooling().alpha(), values);
        return values;
    }

    private void unfold(
            List<Layer.Convolution> folded, Function<NDManager, NDArray> sound, Map<String, float[]> values) {
        try (NDManager scope =
                weights.get(Normalisation.MEAN).value().getManager().newSubManager()) {
            NDArray logMel = sound.apply(scope);
            NDArray x = normalisation
                    .forward(logMel)
                    .reshape(
                            logMel.getShape().get(0),
                            1,
                            logMel.getShape().get(1),
                            logMel.getShape().get(2));
            for (int i = 0; i < folded.size(); i++) {
                try (NDManager step = scope.newSubManager()) {
                    x.attach(step);
                    unfold(units.get(i), folded.get(i), x, values);
                    x = units.get(i).forward(x, false);
                    x.attach(scope);
                }
            }
        }
    }

    private void unfold(ConvUnit unit, Layer.Convolution folded, NDArray x, Map<String, float[]> values) {
        put(unit.name() + ".weight", folded.weights(), values);
        NDArray y = unit.convolve(x);
        NDArray channels = y.transpose(1, 0, 2, 3).reshape(y.getShape().get(1), -1);
        NDArray centre = channels.mean(new int[] {1}, true);
        float[] mean = centre.toFloatArray();
        float[] variance = channels.sub(centre).square().mean(new int[] {1}).toFloatArray();
        float[] gamma = new float[mean.length];
        float[] beta = new float[mean.length];
        for (int c = 0; c < mean.length; c++) {
            gamma[c] = (float) Math.sqrt((double) variance[c] + ConvUnit.EPSILON);
            beta[c] = folded.bias()[c] + mean[c];
        }
        put(unit.name() + ".bn.gamma", gamma, values);
        put(unit.name() + ".bn.beta", beta, values);
        put(unit.name() + ".bn.mean", mean, values);
        put(unit.name() + ".bn.variance", variance, values);
    }

    private void put(String name, float[] learnt, Map<String, float[]> values) {
        weights.write(name, learnt);
        values.put(name, learnt);
    }

    /** Adds alpha, for all mels or only the first, depending on what the pooling learns. */
    private void addAlpha(float[][] alpha, Map<String, float[]> values) {
        String name = "pooling.alpha";
        if (alpha.length == 0 || weights.all().stream().noneMatch(w -> w.name().equals(name))) {
            return;
        }
        int row = Math.toIntExact(weights.get(name).value().getShape().get(3));
        float[] flat = new float[alpha.length * row];
        for (int k = 0; k < alpha.length; k++) {
            System.arraycopy(alpha[k], 0, flat, k * row, row);
        }
        values.put(name, flat);
    }

    private static void requireSame(ConvUnit unit, Layer.Convolution folded) {
        ConvShape found = new ConvShape(folded.in(), folded.out(), folded.kernel(), folded.dilation(), folded.groups());
        if (!found.equals(unit.shape())) {
            throw new IllegalArgumentException(unit.name() + " is a " + found.describe() + " of " + found.in() + " to "
                    + found.out() + " channels instead of a " + unit.shape().describe() + " of "
                    + unit.shape().in() + " to " + unit.shape().out());
        }
    }
}
