package org.earshot.trainer.eval.choice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.core.decode.RunRules;

/**
 * The best decisions for one label, for each limit on alarms: over all clips, separately for each set of run rules, and
 * over all clips but those of each fold.
 *
 * <p>Filled by one thread, then only read.
 */
final class LabelCandidates {
    /** In place of a fold: no clip is left out. */
    static final int ALL = -1;

    private final LabelClips clips;
    private final List<Map<RunRules, Candidate>> byRules = new ArrayList<>();
    private final Candidate[][] byFold;

    LabelCandidates(LabelClips clips, int limits) {
        this.clips = clips;
        this.byFold = new Candidate[limits][clips.folds().count()];
        for (int limit = 0; limit < limits; limit++) {
            byRules.add(new LinkedHashMap<>());
        }
    }

    LabelClips clips() {
        return clips;
    }

    /** Tries one pair of activity thresholds under one set of rules, and keeps what is better than before. */
    void tryOut(ThresholdTrial trial, List<AlarmLimit> limits) {
        int folds = clips.folds().count();
        for (int fold = ALL; fold < (folds > 1 ? folds : 0); fold++) {
            List<Candidate> found = trial.candidates(fold, limits);
            for (int limit = 0; limit < found.size(); limit++) {
                if (fold == ALL) {
                    byRules.get(limit).merge(trial.rules(), found.get(limit), Candidate::better);
                } else {
                    byFold[limit][fold] = Candidate.better(byFold[limit][fold], found.get(limit));
                }
            }
        }
    }

    /** The best over all rules; null if the label occurs in no clip. */
    Candidate best(int limit) {
        return byRules.get(limit).values().stream().reduce(Candidate::better).orElse(null);
    }

    /** The best for each set of rules. */
    Map<RunRules, Candidate> byRules(int limit) {
        return byRules.get(limit);
    }

    /** The best on all clips outside the fold; null if there is a single fold. */
    Candidate outside(int fold, int limit) {
        return byFold[limit][fold];
    }
}
