package org.earshot.trainer.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.data.clips.ClipDataset;
import org.earshot.trainer.net.tagger.Networks;
import org.earshot.trainer.net.tagger.TaggingNetwork;

/**
 * A trained network from whose tags and masks another one learns, in addition to the true tags (Hinton et al. 2015,
 * Distilling the knowledge in a neural network). Both get the same clips.
 *
 * <p>Used by the thread that trains.
 */
final class Teacher implements AutoCloseable {
    private final TaggingNetwork network;
    /** Weight of each taught label in the loss, the first ones of the clips; 0 for labels that the teacher lacks. */
    private final float[] weights;

    private Teacher(TaggingNetwork network, float[] weights) {
        this.network = network;
        this.weights = weights;
    }

    /** @throws ConfigurationException if it lacks a label of the clips other than an auxiliary one */
    static void requireKnown(StartingPoint from, ClipDataset clips) {
        List<String> unknown = clips.labels().subList(0, clips.ownLabels()).stream()
                .filter(label -> !from.labels().contains(label))
                .toList();
        if (!unknown.isEmpty()) {
            throw new ConfigurationException(
                    "--teacher " + from.name() + ": has no label " + unknown + "; its labels are " + from.labels());
        }
    }

    /**
     * @param from the learnt weights
     * @param clips training clips
     * @param labelWeights [labels] of the clips, sum 1
     * @throws ConfigurationException if its weights do not fit its recipe
     */
    static Teacher of(StartingPoint from, ClipDataset clips, float[] labelWeights, Recipe learner, NDManager manager) {
        Recipe recipe = from.recipe().isEmpty() ? learner : RecipeFile.parse(from.recipe());
        // One that knows no auxiliary labels stays as it was trained: not every network can have its labels changed.
        List<String> own = clips.labels().subList(0, clips.ownLabels());
        List<String> taught = from.labels().equals(own) ? own : clips.labels();
        TaggingNetwork network = Networks.create(recipe.networkSettings(), taught.size(), clips.mels(), 1, manager);
        try {
            from.layInto("--teacher", network, clips, taught);
            network.trainIn(learner.train().precision(), manager);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
        float[] weights = new float[taught.size()];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = from.labels().contains(taught.get(k)) ? labelWeights[k] : 0;
        }
        return new Teacher(network, weights);
    }

    /** Its outputs for a batch; must be called while no gradients are collected. */
    TaggingNetwork.Outputs outputs(NDArray sound, int contextFrames) {
        return network.teach(sound, contextFrames);
    }

    /**
     * Distance between the tags of the learning network and those of the teacher.
     *
     * @return a scalar
     */
    NDArray tagLoss(TaggingNetwork.Outputs learnt, TaggingNetwork.Outputs taught) {
        return TaggingLoss.of(shared(learnt.tags()), taught.tags(), counts(learnt));
    }

    /** The same of the masks, which both networks must have. */
    NDArray maskLoss(TaggingNetwork.Outputs learnt, TaggingNetwork.Outputs taught) {
        return TaggingLoss.ofMasks(shared(learnt.masks()), taught.masks(), counts(learnt));
    }

    private NDArray counts(TaggingNetwork.Outputs learnt) {
        return learnt.tags().getManager().create(weights);
    }

    /** Of the taught labels alone. @param outputs [batch, labels, ...] */
    private NDArray shared(NDArray outputs) {
        return outputs.get(":, :" + weights.length);
    }

    @Override
    public void close() {
        network.close();
    }
}
