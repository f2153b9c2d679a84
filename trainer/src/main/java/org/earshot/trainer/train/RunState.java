package org.earshot.trainer.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.FrontEnd;

/**
 * State of a run: a checkpoint without its arrays.
 *
 * @param recipe the recipe as YAML
 * @param labels class names in the order of the network's outputs
 * @param auxiliary number of auxiliary labels, which come last
 * @param frontEnd front end of the features
 * @param data training data: folder, number of clips, corpus hash and the like
 * @param codeVersion version of the program that wrote this
 * @param step training steps done
 * @param phase number of the phase, from 0
 * @param phaseBatches batches taken in this phase
 * @param clipSteps clips passed through the network, short ones counted by their share of a clip
 * @param progress share of the run that is done, 0..1
 * @param seconds spent training
 * @param bestMap best validation mAP so far
 * @param sinceBest validations since then
 * @param lastMap the newest validation mAP
 */
public record RunState(
        String recipe,
        List<String> labels,
        int auxiliary,
        FrontEnd frontEnd,
        Map<String, Object> data,
        String codeVersion,
        long step,
        int phase,
        long phaseBatches,
        double clipSteps,
        double progress,
        double seconds,
        double bestMap,
        int sinceBest,
        double lastMap) {

    /** The labels of a model made from this checkpoint. */
    public List<String> ownLabels() {
        return labels.subList(0, labels.size() - auxiliary);
    }

    /** True if nothing is left to do. */
    public boolean finished() {
        return progress >= 1;
    }

    RunState withRecipe(String other) {
        return new RunState(
                other,
                labels,
                auxiliary,
                frontEnd,
                data,
                codeVersion,
                step,
                phase,
                phaseBatches,
                clipSteps,
                progress,
                seconds,
                bestMap,
                sinceBest,
                lastMap);
    }

    /**
     * State of the mean of this and other runs: without auxiliary labels and without a validation of its own.
     *
     * @param clipSteps of all runs, this first
     */
    RunState ofMean(List<Long> clipSteps) {
        Map<String, Object> more = new LinkedHashMap<>(data);
        more.put("mean_of_clip_steps", clipSteps);
        return new RunState(
                recipe,
                ownLabels(),
                0,
                frontEnd,
                more,
                codeVersion,
                step,
                phase,
                phaseBatches,
                this.clipSteps,
                progress,
                seconds,
                Double.NEGATIVE_INFINITY,
                0,
                Double.NaN);
    }
}
