package org.earshot.trainer.eval.choice;

import java.util.LinkedHashMap;
import java.util.Map;
import org.earshot.core.decode.RunRules;

/**
 * The choices for one label: over all clips, separately for each set of run rules, and over all clips but those of each
 * fold.
 *
 * <p>Filled by one thread, then only read.
 */
final class LabelCandidates {
    /** In place of a fold: no clip is left out. */
    static final int ALL = -1;

    private final LabelClips clips;
    private final Map<RunRules, Tradeoff> byRules = new LinkedHashMap<>();
    private final Tradeoff all = new Tradeoff();
    private final Tradeoff[] byFold;

    LabelCandidates(LabelClips clips) {
        this.clips = clips;
        int folds = clips.folds().count();
        this.byFold = new Tradeoff[folds > 1 ? folds : 0];
        for (int fold = 0; fold < byFold.length; fold++) {
            byFold[fold] = new Tradeoff();
        }
    }

    LabelClips clips() {
        return clips;
    }

    /** Tries one pair of activity thresholds under one set of rules, with every gate. */
    void tryOut(ThresholdTrial trial) {
        Tradeoff own = trial.choices(ALL);
        byRules.computeIfAbsent(trial.rules(), key -> new Tradeoff()).addAll(own);
        all.addAll(own);
        for (int fold = 0; fold < byFold.length; fold++) {
            if (clips.folds().canLeaveOut(fold)) {
                byFold[fold].addAll(trial.choices(fold));
            }
        }
    }

    /** Over all rules; empty if the label occurs in no clip. */
    Tradeoff all() {
        return all;
    }

    /** For each set of rules. */
    Map<RunRules, Tradeoff> byRules() {
        return byRules;
    }

    /** On all clips outside the fold; empty if there is nothing to choose on. */
    Tradeoff outside(int fold) {
        return byFold[fold];
    }

    /** Number of folds that can be left out: 0 if there is a single source. */
    int folds() {
        return byFold.length;
    }
}
