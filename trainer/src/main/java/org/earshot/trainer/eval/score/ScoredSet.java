package org.earshot.trainer.eval.score;

import java.util.ArrayList;
import java.util.List;
import org.earshot.core.decode.FrameInterval;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.eval.metric.EventRow;

/**
 * The clips of a data set with the truth and with the output of a model.
 *
 * @param labels names in the model's order
 * @param frameSeconds seconds from one frame to the next
 * @param clipSeconds length of every clip
 * @param names of the clips' files
 * @param tags for each clip [labels] that are present
 * @param events for each clip its events; null if only tags are known
 * @param scores per clip
 */
public record ScoredSet(
        List<String> labels,
        double frameSeconds,
        double clipSeconds,
        List<String> names,
        List<boolean[]> tags,
        List<List<EventRow>> events,
        List<ClipScores> scores) {

    public int size() {
        return names.size();
    }

    public double hours() {
        return size() * clipSeconds / 3600;
    }

    /** True if event times are known. */
    public boolean strong() {
        return events != null;
    }

    /** The clips without any label. */
    public ScoredSet backgrounds() {
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            boolean heard = false;
            for (boolean tag : tags.get(i)) {
                heard |= tag;
            }
            if (!heard) {
                kept.add(i);
            }
        }
        return new ScoredSet(
                labels,
                frameSeconds,
                clipSeconds,
                kept.stream().map(names::get).toList(),
                kept.stream().map(tags::get).toList(),
                events == null ? null : kept.stream().map(events::get).toList(),
                kept.stream().map(scores::get).toList());
    }

    /** These clips with something put before each of their names, so that they can stand beside others. */
    public ScoredSet renamed(String before) {
        return new ScoredSet(
                labels,
                frameSeconds,
                clipSeconds,
                names.stream().map(name -> before + name).toList(),
                tags,
                events == null
                        ? null
                        : events.stream()
                                .map(rows -> rows.stream()
                                        .map(row -> new EventRow(
                                                before + row.file(),
                                                row.onsetSeconds(),
                                                row.offsetSeconds(),
                                                row.label()))
                                        .toList())
                                .toList(),
                scores);
    }

    /** These clips and others with the same labels, as one set. */
    public ScoredSet with(ScoredSet others) {
        return new ScoredSet(
                labels,
                frameSeconds,
                clipSeconds,
                joined(names, others.names),
                joined(tags, others.tags),
                strong() && others.strong() ? joined(events, others.events) : null,
                joined(scores, others.scores));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /** The events that the model finds in one clip, label by label. */
    public List<EventRow> detections(int clip, EventDecoder decoder, List<Thresholds> thresholds) {
        List<EventRow> rows = new ArrayList<>();
        for (int k = 0; k < labels.size(); k++) {
            for (FrameInterval run : decoder.decode(scores.get(clip), k, thresholds.get(k))) {
                rows.add(row(clip, k, run));
            }
        }
        return rows;
    }

    public EventRow row(int clip, int label, FrameInterval run) {
        return new EventRow(
                names.get(clip), run.onset() * frameSeconds, run.offset() * frameSeconds, labels.get(label));
    }
}
