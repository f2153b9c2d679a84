package org.earshot.trainer.teach.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.earshot.core.model.DataException;
import org.earshot.trainer.data.corpus.Corpus;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.data.corpus.Recording.Origin;
import org.earshot.trainer.data.corpus.Recording.Role;
import org.earshot.trainer.data.corpus.Split;

/**
 * The backgrounds of a trial, of which a network has learnt none.
 *
 * @param given recordings of the place that a label is taught for
 * @param measured recordings that it is measured on, none of a source that was given
 */
record TrialBackgrounds(List<Recording> given, List<Recording> measured) {
    /** Another place is measured than the one that was given: the test split, and not the validation split. */
    static TrialBackgrounds elsewhere(Corpus corpus) {
        return new TrialBackgrounds(
                corpus.recordings(Role.BACKGROUND, Split.VALIDATION), corpus.recordings(Role.BACKGROUND, Split.TEST));
    }

    /**
     * The same kinds of background are measured as were given, as at a place on another day: of each kind with two sources
     * or more in the validation and test splits, sources are given and measured in turn.
     *
     * @throws DataException if no kind has two sources
     */
    static TrialBackgrounds samePlace(Corpus corpus) {
        Map<String, List<Origin>> sources = new TreeMap<>();
        List<Recording> all = new ArrayList<>(corpus.recordings(Role.BACKGROUND, Split.VALIDATION));
        all.addAll(corpus.recordings(Role.BACKGROUND, Split.TEST));
        for (Recording recording : all) {
            List<Origin> known = sources.computeIfAbsent(recording.label(), label -> new ArrayList<>());
            if (!known.contains(recording.origin())) {
                known.add(recording.origin());
            }
        }
        List<Recording> given = new ArrayList<>();
        List<Recording> measured = new ArrayList<>();
        for (Recording recording : all) {
            List<Origin> known = sources.get(recording.label());
            if (known.size() > 1) {
                (known.indexOf(recording.origin()) % 2 == 0 ? given : measured).add(recording);
            }
        }
        if (given.isEmpty()) {
            throw new DataException("corpus: no kind of background has two sources in the validation and test splits");
        }
        return new TrialBackgrounds(List.copyOf(given), List.copyOf(measured));
    }
}
