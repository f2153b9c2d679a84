package org.earshot.trainer.train;

import java.util.List;
import java.util.Map;
import org.earshot.core.model.FrontEnd;

/**
 * Where a run stands: all of a checkpoint but its arrays.
 *
 * @param recipe the recipe as YAML
 * @param labels class names in the order of the network's outputs
 * @param auxiliary how many of the labels, the last ones, are for learning alone
 * @param frontEnd how sound becomes features
 * @param data what was learnt from: folder, number of clips, corpus hash and the like
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

    /** The labels that a model made of it has. */
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
}
