package org.earshot.trainer.eval.choice;

import org.earshot.core.decode.RunRules;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.OperatingPoint.Decision;
import org.earshot.trainer.eval.score.EventDecoder;

/**
 * The clips on which decisions for one label are tried.
 *
 * @param label index of the label in the model's order
 * @param mode how runs are confirmed
 * @param manifest of the model
 * @param validation clips with known events
 * @param background clips without any label
 * @param folds division of both by source
 */
record LabelClips(
        int label,
        EventDecoder.Mode mode,
        Manifest manifest,
        SourcedSet validation,
        SourcedSet background,
        SourceFolds folds) {

    static LabelClips of(
            int label, EventDecoder.Mode mode, Manifest manifest, SourcedSet validation, SourcedSet background) {
        SourceFolds folds = SourceFolds.of(validation, background, label);
        return new LabelClips(label, mode, manifest, validation, background, folds);
    }

    /** Decodes the clips with the thresholds and rules of a decision. */
    ThresholdTrial trial(Decision decision) {
        return trial(
                new RunRules(decision.minEventFrames(), decision.maxGapFrames(), true),
                new LabelRuns.Pair(
                        decision.thresholds().high(), decision.thresholds().low()));
    }

    ThresholdTrial trial(RunRules rules, LabelRuns.Pair thresholds) {
        EventDecoder decoder = new EventDecoder(mode, rules, manifest.activity().aheadFrames());
        return new ThresholdTrial(this, rules, thresholds, decoder);
    }

    /** The decision in the model as it is now. */
    Decision unchanged(RunRules rules) {
        return new Decision(manifest.thresholds().get(label), rules.minEventFrames(), rules.maxGapFrames());
    }
}
