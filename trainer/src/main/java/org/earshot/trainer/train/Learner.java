package org.earshot.trainer.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.trainer.data.clips.Batch;
import org.earshot.trainer.data.clips.ClipDataset;
import org.earshot.trainer.data.clips.MelStatistics;
import org.earshot.trainer.net.block.TorchEngine;
import org.earshot.trainer.net.block.Weight;
import org.earshot.trainer.net.tagger.Networks;
import org.earshot.trainer.net.tagger.TaggingNetwork;

/**
 * What learns in a run: the network with its optimiser, the mean of its weights and, in some runs, a teacher.
 *
 * <p>Used by one thread.
 */
final class Learner implements AutoCloseable {
    private final Recipe recipe;
    private final ClipDataset clips;
    private final NDManager manager;
    private final TaggingNetwork network;
    private final AdamOptimiser optimiser;
    private final WeightMean mean;
    private final Validator validator;
    private final float[] labelWeights;
    private final Teachers teachers;

    Learner(RunSetup setup) {
        this.recipe = setup.recipe();
        this.clips = setup.training();
        this.manager = TorchEngine.open(recipe.train().threads());
        this.network = Networks.create(
                recipe.networkSettings(),
                clips.labels().size(),
                clips.mels(),
                recipe.train().seed(),
                manager);
        network.trainIn(recipe.train().precision(), manager);
        this.optimiser = new AdamOptimiser(recipe.train().optimiser(), network.weights(), manager);
        this.mean = new WeightMean(network.weights(), recipe.train().averageDecay());
        this.validator = new Validator(setup.validation(), recipe.validate().clips());
        this.labelWeights = labelWeights(clips, recipe.train().auxiliaryWeight());
        this.teachers = new Teachers(setup, labelWeights, manager);
    }

    /** Begins with fresh weights and the z-score of the training clips. */
    void begin() {
        MelStatistics statistics = MelStatistics.of(clips);
        network.normalisation().set(floats(statistics.mean()), floats(statistics.deviation()));
        mean.restart();
    }

    /** Begins with weights and z-score that were learnt before. */
    void begin(StartingPoint from) {
        from.layInto("--from", network, clips, clips.labels());
        mean.restart();
    }

    void restore(Checkpoint checkpoint) {
        checkpoint.weights().forEach(network.weights()::write);
        mean.restore(checkpoint.means());
        optimiser.restore(checkpoint.moments(), checkpoint.state().step());
    }

    Checkpoint checkpoint(RunState state) {
        Map<String, float[]> weights = new LinkedHashMap<>();
        for (Weight weight : network.weights().all()) {
            weights.put(weight.name(), weight.value().toFloatArray());
        }
        return new Checkpoint(state, weights, optimiser.read(), mean.read());
    }

    /** Weight of each label in the loss, sum 1. */
    float[] labelWeights() {
        return labelWeights;
    }

    /** One forward and backward pass; does not change the weights yet. @return the loss */
    float gradients(Batch batch) {
        int labels = batch.tags().length / batch.size();
        try (NDManager scope = manager.newSubManager()) {
            NDArray sound = scope.create(batch.logMel(), new Shape(batch.size(), batch.frames(), batch.mels()));
            List<TaggingNetwork.Outputs> taught = teachers.outputs(sound, batch.contextFrames());
            try (GradientCollector gradients = TorchEngine.engine().newGradientCollector()) {
                NDArray targets = scope.create(batch.tags(), new Shape(batch.size(), labels));
                TaggingNetwork.Outputs learnt = network.learn(sound, batch.contextFrames());
                NDArray value = TaggingLoss.of(learnt.tags(), targets, scope.create(labelWeights));
                float loss = value.getFloat();
                gradients.backward(teachers.addTo(value, learnt, taught));
                return loss;
            }
        }
    }

    /** Updates the weights by the last gradients. */
    void update(double rate) {
        optimiser.step(rate);
    }

    /** Adds the weights to their mean. @param stepsDone steps of the run including the last one */
    void average(long stepsDone) {
        mean.add(stepsDone);
    }

    /** Validation mAP with the mean of the weights; NaN if it is not defined. */
    double validationMap() {
        double[] map = new double[1];
        mean.inPlace(() -> map[0] = validator.meanAveragePrecision(network, manager));
        return map[0];
    }

    @Override
    public void close() {
        teachers.close();
        network.close();
        optimiser.close();
        manager.close();
    }

    private static float[] labelWeights(ClipDataset clips, double auxiliary) {
        int labels = clips.labels().size();
        int own = clips.ownLabels();
        double sum = own + auxiliary * (labels - own);
        float[] weights = new float[labels];
        for (int k = 0; k < labels; k++) {
            weights[k] = (float) ((k < own ? 1 : auxiliary) / sum);
        }
        return weights;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
