package org.earshot.trainer.eval.choice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.trainer.data.corpus.Recording.Origin;

/**
 * Divides clips by the sources of one label, so that choices made on some sources can be judged on others. Each data
 * set with three or more events of the label is a fold, and the rest together is another; if there is only one data
 * set, its sources are divided into up to five folds. Clips without the label are divided by the kind of their
 * background; background of a single kind is divided clip by clip, so that each choice has some.
 *
 * <p>Immutable.
 *
 * @param count number of folds; 1 if there is only one source
 * @param ofClip fold of each clip of the validation set
 * @param ofBackground fold of each clip of the background
 * @param groups for each clip the source data sets of its events of the label, as numbers from 0
 * @param groupNames names of these data sets
 * @param sources number of distinct sources of the label
 * @param byDataset true if the folds are data sets
 */
record SourceFolds(
        int count,
        int[] ofClip,
        int[] ofBackground,
        List<int[]> groups,
        List<String> groupNames,
        int sources,
        boolean byDataset) {
    private static final int MIN_EVENTS = 3;
    private static final int MAX_FOLDS = 5;

    static SourceFolds of(SourcedSet validation, SourcedSet background, int label) {
        String name = validation.set().labels().get(label);
        Map<String, Integer> events = new LinkedHashMap<>();
        Map<Origin, Integer> sources = new LinkedHashMap<>();
        List<List<Origin>> perClip = new ArrayList<>();
        for (int i = 0; i < validation.set().size(); i++) {
            List<Origin> origins = validation.origins(i, name);
            perClip.add(origins);
            for (Origin origin : origins) {
                events.merge(origin.dataset(), 1, Integer::sum);
                sources.putIfAbsent(origin, sources.size());
            }
        }
        List<String> groupNames = List.copyOf(events.keySet());
        List<String> large = events.entrySet().stream()
                .filter(e -> e.getValue() >= MIN_EVENTS)
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .limit(MAX_FOLDS - 1)
                .toList();
        boolean byDataset = groupNames.size() > 1 && !large.isEmpty();
        boolean rest = large.size() < groupNames.size();
        int count = byDataset ? large.size() + (rest ? 1 : 0) : Math.min(MAX_FOLDS, Math.max(1, sources.size()));
        Map<String, Integer> kinds = new HashMap<>();
        int[] ofClip = new int[perClip.size()];
        List<int[]> groups = new ArrayList<>();
        for (int i = 0; i < ofClip.length; i++) {
            List<Origin> origins = perClip.get(i);
            groups.add(origins.stream()
                    .mapToInt(origin -> groupNames.indexOf(origin.dataset()))
                    .toArray());
            if (origins.isEmpty()) {
                ofClip[i] = kind(validation.kinds().get(i), kinds) % count;
            } else if (byDataset) {
                int fold = large.indexOf(origins.get(0).dataset());
                ofClip[i] = fold < 0 ? count - 1 : fold;
            } else {
                ofClip[i] = sources.get(origins.get(0)) % count;
            }
        }
        int[] ofBackground = background.kinds().stream()
                .mapToInt(kind -> kind(kind, kinds) % count)
                .toArray();
        if (Arrays.stream(ofBackground).distinct().count() < 2) {
            Arrays.setAll(ofBackground, clip -> clip % count);
        }
        return new SourceFolds(count, ofClip, ofBackground, groups, groupNames, sources.size(), byDataset);
    }

    /** Whether a choice without the fold has events to find and background to be silent on. */
    boolean canLeaveOut(int fold) {
        boolean heard = false;
        for (int i = 0; i < ofClip.length; i++) {
            heard |= ofClip[i] != fold && groups.get(i).length > 0;
        }
        return heard && Arrays.stream(ofBackground).anyMatch(of -> of != fold);
    }

    private static int kind(String kind, Map<String, Integer> kinds) {
        return kinds.computeIfAbsent(kind, key -> kinds.size());
    }
}
