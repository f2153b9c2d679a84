package org.earshot.trainer.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.earshot.trainer.net.tagger.TaggingNetwork;

/**
 * The {@linkplain Teacher teachers} of a run, none, one or several, which count alike: tags are learnt from the mean of
 * their tags, masks from the mean over those that have masks.
 *
 * <p>Used by the thread that trains.
 */
final class Teachers implements AutoCloseable {
    private final List<Teacher> all = new ArrayList<>();
    private final Recipe.Teaching strength;

    /** @throws org.earshot.core.model.ConfigurationException if the weights of one do not fit its recipe */
    Teachers(RunSetup setup, float[] labelWeights, NDManager manager) {
        this.strength = setup.recipe().train().teaching();
        try {
            for (StartingPoint from : setup.teachers()) {
                all.add(Teacher.of(from, setup.training(), labelWeights, setup.recipe(), manager));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The outputs of each for a batch; must be called while no gradients are collected. */
    List<TaggingNetwork.Outputs> outputs(NDArray sound, int contextFrames) {
        return all.stream().map(one -> one.outputs(sound, contextFrames)).toList();
    }

    /**
     * The loss with what the teachers add to it.
     *
     * @param loss of the true tags, a scalar
     * @param taught {@link #outputs} for the same batch
     * @return a scalar
     */
    NDArray addTo(NDArray loss, TaggingNetwork.Outputs learnt, List<TaggingNetwork.Outputs> taught) {
        NDArray sum = loss;
        long masked = learnt.masks() == null
                ? 0
                : taught.stream()
                        .map(TaggingNetwork.Outputs::masks)
                        .filter(Objects::nonNull)
                        .count();
        for (int i = 0; i < all.size(); i++) {
            TaggingNetwork.Outputs outputs = taught.get(i);
            sum = sum.add(all.get(i).tagLoss(learnt, outputs).mul(strength.tags() / all.size()));
            if (masked > 0 && outputs.masks() != null) {
                sum = sum.add(all.get(i).maskLoss(learnt, outputs).mul(strength.masks() / masked));
            }
        }
        return sum;
    }

    @Override
    public void close() {
        all.forEach(Teacher::close);
    }
}
