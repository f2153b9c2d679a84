package org.earshot.trainer.teach.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.eval.metric.EventRow;
import org.earshot.trainer.eval.metric.EventTolerance;
import org.earshot.trainer.eval.metric.RankedScores;
import org.earshot.trainer.eval.score.ClipScores;
import org.earshot.trainer.eval.score.ConfirmedRun;
import org.earshot.trainer.eval.score.EventDecoder;

/** Counts of one taught label on clips that it was not taught from. For one thread. */
final class TrialTally {
    private final Trial.Candidate candidate;
    private final EventDecoder decoder;
    private final List<Float> tags = new ArrayList<>();
    private final List<Boolean> heard = new ArrayList<>();
    private int louderEvents;
    private int louderOverlapped;
    private int events;
    private int overlapped;
    private int hits;
    private int found;
    private int plainAlarms;
    private int hardAlarms;
    private int hardClips;

    TrialTally(Trial.Candidate candidate) {
        this.candidate = candidate;
        this.decoder = EventDecoder.of(EventDecoder.Mode.STREAM, candidate.manifest());
    }

    Trial.Candidate candidate() {
        return candidate;
    }

    void mixture(TrialCorpus.TestClip clip, ClipScores scores) {
        tags.add(scores.tags()[0]);
        heard.add(!clip.events().isEmpty());
        List<ConfirmedRun> runs = runs(scores);
        found += runs.size();
        events += clip.events().size();
        boolean[] used = new boolean[runs.size()];
        double frame = candidate.manifest().frontEnd().frameSeconds();
        for (double[] event : clip.events()) {
            boolean any = false;
            boolean hit = false;
            for (int r = 0; r < used.length; r++) {
                double onset = runs.get(r).frames().onset() * frame;
                double offset = runs.get(r).frames().offset() * frame;
                any |= onset < event[1] && offset > event[0];
                if (!hit && !used[r] && EventTolerance.PAPER.covers(row(event[0], event[1]), row(onset, offset))) {
                    hit = true;
                    used[r] = true;
                }
            }
            overlapped += any ? 1 : 0;
            hits += hit ? 1 : 0;
        }
    }

    /** The same clip as a mixture before it, with louder sounds. */
    void louder(TrialCorpus.TestClip clip, ClipScores scores) {
        List<ConfirmedRun> runs = runs(scores);
        double frame = candidate.manifest().frontEnd().frameSeconds();
        for (double[] event : clip.events()) {
            louderEvents++;
            louderOverlapped += runs.stream()
                            .anyMatch(run -> run.frames().onset() * frame < event[1]
                                    && run.frames().offset() * frame > event[0])
                    ? 1
                    : 0;
        }
    }

    void plain(TrialCorpus.TestClip clip, ClipScores scores) {
        plainAlarms += runs(scores).size();
    }

    void hard(TrialCorpus.TestClip clip, ClipScores scores) {
        if (!clip.distractors().contains(candidate.kind())) {
            hardClips++;
            hardAlarms += runs(scores).size();
            tags.add(scores.tags()[0]);
            heard.add(false);
        }
    }

    private List<ConfirmedRun> runs(ClipScores scores) {
        Thresholds thresholds = candidate.manifest().thresholds().get(candidate.label());
        return decoder.runs(scores, 0, thresholds.high(), thresholds.low()).stream()
                .filter(run -> run.tag() > thresholds.gate())
                .toList();
    }

    TrialResult result(double hours) {
        float[] scores = new float[tags.size()];
        boolean[] targets = new boolean[scores.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = tags.get(i);
            targets[i] = heard.get(i);
        }
        Map<?, ?> taught = candidate.manifest().training().get("taught") instanceof Map<?, ?> all
                        && all.get(candidate.kind()) instanceof Map<?, ?> own
                ? own
                : Map.of();
        return new TrialResult(
                candidate.kind(),
                candidate.examples(),
                candidate.draw(),
                RankedScores.of(scores, targets).averagePrecision(),
                (double) overlapped / events,
                (double) louderOverlapped / louderEvents,
                (double) hits / events,
                2.0 * hits / (events + found),
                plainAlarms / hours,
                hardAlarms / (hardClips / 360.0),
                number(taught.get("expected_recall")),
                number(taught.get("seconds")),
                number(taught.get("cpu_seconds")));
    }

    private static double number(Object value) {
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private EventRow row(double onset, double offset) {
        return new EventRow("clip", onset, offset, candidate.kind());
    }
}
