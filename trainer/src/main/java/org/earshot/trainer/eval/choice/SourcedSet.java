package org.earshot.trainer.eval.choice;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.OperatingPoint.Decision;
import org.earshot.trainer.data.corpus.Recording.Origin;
import org.earshot.trainer.data.mix.MixtureOrigins;
import org.earshot.trainer.eval.metric.BinaryScores;
import org.earshot.trainer.eval.metric.EventRow;
import org.earshot.trainer.eval.score.EventDecoder;
import org.earshot.trainer.eval.score.ScoredSet;

/**
 * Scored clips with the origins of their sounds.
 *
 * @param set the clips
 * @param events for each clip the origin of each of its events, in the order of the set
 * @param kinds for each clip the kind of its background
 */
public record SourcedSet(ScoredSet set, List<List<Origin>> events, List<String> kinds) {

    /** @param set clips with known events */
    public static SourcedSet of(ScoredSet set, MixtureOrigins origins) {
        List<List<Origin>> events = new ArrayList<>();
        List<String> kinds = new ArrayList<>();
        for (int i = 0; i < set.size(); i++) {
            List<Origin> clip = new ArrayList<>();
            if (set.strong()) {
                for (EventRow event : set.events().get(i)) {
                    clip.add(origins.of(event.file(), event.label(), event.onsetSeconds()));
                }
            }
            events.add(clip);
            kinds.add(origins.kindOfScene(set.names().get(i)));
        }
        return new SourcedSet(set, events, kinds);
    }

    /** These clips with something put before each of their names. */
    public SourcedSet renamed(String before) {
        return new SourcedSet(set.renamed(before), events, kinds);
    }

    /** These clips and others with the same labels, scored alike. */
    public SourcedSet with(SourcedSet others) {
        List<List<Origin>> allEvents = new ArrayList<>(events);
        allEvents.addAll(others.events);
        List<String> allKinds = new ArrayList<>(kinds);
        allKinds.addAll(others.kinds);
        return new SourcedSet(set.with(others.set), allEvents, allKinds);
    }

    /**
     * Events of one label that a decision finds and misses, for each source data set.
     *
     * @param label index of the label in the model's order
     */
    public Map<String, BinaryScores> bySource(int label, Decision decision, Manifest manifest, EventDecoder.Mode mode) {
        return LabelClips.of(label, mode, manifest, this, this)
                .trial(decision)
                .bySource(decision.thresholds().gate());
    }

    /** The origins of one label's events in a clip. */
    List<Origin> origins(int clip, String label) {
        List<Origin> origins = new ArrayList<>();
        for (int e = 0; e < events.get(clip).size(); e++) {
            if (set.events().get(clip).get(e).label().equals(label)) {
                origins.add(events.get(clip).get(e));
            }
        }
        return origins;
    }

    /** Number of kinds of background. */
    public long kindsOfBackground() {
        return kinds.stream().distinct().count();
    }
}
