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

/** A network that learns from clip tags and says, of each frame, how likely each label is active in it. */
public interface TaggingNetwork extends AutoCloseable {

    /**
     * @param logMel [batch, frames, mels], raw log-mel; the results belong to its manager
     * @param training true: batch statistics, updated running ones; false: as the network runs later
     * @return [batch, labels], 0..1
     */
    NDArray tags(NDArray logMel, boolean training);

    /**
     * Computes the training steps from now on in these numbers.
     *
     * @param manager whose life bounds that of what is needed for it
     * @throws ConfigurationException if the network cannot
     */
    default void trainIn(TrainingPrecision precision, NDManager manager) {
        if (precision != TrainingPrecision.FP32) {
            throw new ConfigurationException(
                    "train.precision: " + precision + " is for ddc and vgg; this network trains in FP32");
        }
    }

    /** What the network says in use. */
    Outputs outputs(NDArray logMel);

    /**
     * Tags and masks in training: batch statistics, and the numbers of {@link #trainIn}.
     *
     * @return without activity; masks null for a network without
     */
    default Outputs learn(NDArray logMel) {
        return new Outputs(tags(logMel, true), null, null);
    }

    /**
     * Tags and masks for another network to learn from: running statistics, and the numbers of {@link #trainIn}.
     *
     * @return without activity; masks null for a network without
     */
    default Outputs teach(NDArray logMel) {
        return new Outputs(tags(logMel, false), null, null);
    }

    /** Name of its pooling. */
    String poolingName();

    /** Learnt sharpness [label][mel] of a pooling that has one, else empty. */
    List<float[]> alpha();

    /** The z-score at its input. */
    Normalisation normalisation();

    /** Everything it learns and keeps. */
    WeightStore weights();

    /**
     * What a network that was read from a model file is as weights of this one, by name. A model file has batch norms folded
     * into their convolutions; they are unfolded so that each plane that leaves one has the mean and the deviation that its
     * clips give it, and learning goes on from there.
     *
     * @param sound gives [batch, frames, mels], raw log-mel, like what is to be learnt from
     * @return values by weight, row-major; where there is one row per label, in the order and number of the model's labels
     * @throws IllegalArgumentException if the network has other layers
     */
    default Map<String, float[]> trainable(NetworkWeights learnt, Function<NDManager, NDArray> sound) {
        throw new IllegalArgumentException("only ddc and vgg can go on from a model file");
    }

    /**
     * Names of the weights that are one row per label, in the order of the labels, and nothing else of which depends on the
     * labels; empty for a network whose weights depend on them in other ways.
     */
    default Set<String> weightsPerLabel() {
        return Set.of();
    }

    /** Its layers from input to tags. @param frames length of the clip for which shapes are given */
    List<LayerInfo> layers(int frames);

    /** A copy of what it learnt, for the model file. */
    NetworkExport export();

    @Override
    default void close() {
        weights().close();
    }

    /**
     * @param tags [batch, labels]
     * @param activity [batch, labels, frames]
     * @param masks [batch, labels, frames, mels], or null for a network without
     */
    record Outputs(NDArray tags, NDArray activity, NDArray masks) {}
}
