package org.earshot.trainer.net.tagger;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.export.NetworkExport;
import org.earshot.trainer.export.NetworkWeights;
import org.earshot.trainer.net.block.LayerInfo;
import org.earshot.trainer.net.block.Normalisation;
import org.earshot.trainer.net.block.WeightStore;

/** A network that learns from clip tags and gives the activity of each label in each frame. */
public interface TaggingNetwork extends AutoCloseable {

    /**
     * @param logMel [batch, frames, mels], raw log-mel; the results belong to its manager
     * @param training true: with batch statistics, updating the running ones; false: with running statistics, as in use
     * @return [batch, labels], 0..1
     */
    NDArray tags(NDArray logMel, boolean training);

    /**
     * Sets the precision of the following training steps.
     *
     * @param manager manager to which helper arrays belong
     * @throws ConfigurationException if it is {@link TrainingPrecision#BF16} and the network cannot, or this machine
     *     computes it wrongly
     */
    default void trainIn(TrainingPrecision precision, NDManager manager) {
        if (precision == TrainingPrecision.BF16) {
            throw new ConfigurationException(
                    "train.precision: bf16 is for ddc and vgg; set auto or fp32 for this network");
        }
    }

    /** Outputs of the network in use. */
    Outputs outputs(NDArray logMel);

    /**
     * Tags and masks in training: with batch statistics and the precision of {@link #trainIn}.
     *
     * @param contextFrames frames at either end that are heard but neither pooled nor part of the masks; 0 for a
     *     network without masks
     * @return without activity; masks are null for a network without masks
     */
    default Outputs learn(NDArray logMel, int contextFrames) {
        return new Outputs(tags(logMel, true), null, null);
    }

    /**
     * Tags and masks from which another network learns: with running statistics and the precision of {@link #trainIn}.
     *
     * @param contextFrames as in {@link #learn}
     * @return without activity; masks are null for a network without masks
     */
    default Outputs teach(NDArray logMel, int contextFrames) {
        return new Outputs(tags(logMel, false), null, null);
    }

    /** Name of the pooling. */
    String poolingName();

    /** Learnt sharpness [label][mel]; empty if the pooling has none. */
    List<float[]> alpha();

    /** The z-score at the input. */
    Normalisation normalisation();

    /** All weights, including running statistics. */
    WeightStore weights();

    /**
     * Converts a network read from a model file to weights of this one, by name. A model file has batch norms folded
     * into their convolutions; they are unfolded such that the statistics of each feature map are those on the given
     * clips, so that training can continue.
     *
     * @param sound gives [batch, frames, mels], raw log-mel, similar to the training data
     * @return values by weight, row-major; those with one row per label have the number and order of the model's labels
     * @throws IllegalArgumentException if the network has other layers
     */
    default Map<String, float[]> trainable(NetworkWeights learnt, Function<NDManager, NDArray> sound) {
        throw new IllegalArgumentException("only ddc and vgg can start from a model file");
    }

    /**
     * Names of the weights with one row per label, in the order of the labels, provided that no other weight depends on
     * the labels; otherwise empty.
     */
    default Set<String> weightsPerLabel() {
        return Set.of();
    }

    /** The layers from input to tags. @param frames length of the clip for which shapes are given */
    List<LayerInfo> layers(int frames);

    /** A copy of the learnt weights for the model file. */
    NetworkExport export();

    @Override
    default void close() {
        weights().close();
    }

    /**
     * @param tags [batch, labels]
     * @param activity [batch, labels, frames]
     * @param masks [batch, labels, frames, mels], or null for a network without masks
     */
    record Outputs(NDArray tags, NDArray activity, NDArray masks) {}
}
