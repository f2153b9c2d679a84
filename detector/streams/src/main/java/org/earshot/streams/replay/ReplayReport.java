package org.earshot.streams.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.earshot.streams.framing.RecordJson;

/**
 * What a replay found, for people and for programs. Immutable.
 *
 * @param model name and version of the candidate
 * @param spans the sound that was compared
 * @param changes all events in it, also those that were kept
 */
public record ReplayReport(String model, List<HeardSpan> spans, List<EventChange> changes) {
    private static final String ROW = "%-20s %-20s %6s %6s %6s %6s%n";

    private record Row(String label, String sourceId) implements Comparable<Row> {
        @Override
        public int compareTo(Row other) {
            int byLabel = label.compareTo(other.label);
            return byLabel == 0 ? sourceId.compareTo(other.sourceId) : byLabel;
        }
    }

    /** True if the candidate finds what was emitted. */
    public boolean isSame() {
        return count(EventChange.Kind.KEPT) == changes.size();
    }

    /** Events of a kind. */
    public long count(EventChange.Kind kind) {
        return changes.stream().filter(change -> change.kind() == kind).count();
    }

    /** Seconds of sound that were compared, over all sources. */
    public double seconds() {
        return spans.stream().mapToDouble(HeardSpan::seconds).sum();
    }

    /** A table of counts, then one line per event that is not kept. */
    public void print(PrintWriter out) {
        long sources = spans.stream().map(HeardSpan::sourceId).distinct().count();
        out.printf(Locale.ROOT, "model %s, %.1f s of sound of %d sources%n", model, seconds(), sources);
        out.printf(ROW, "label", "source", "kept", "moved", "new", "gone");
        rows().forEach((row, kinds) -> out.printf(
                ROW,
                row.label,
                row.sourceId,
                kinds.getOrDefault(EventChange.Kind.KEPT, 0),
                kinds.getOrDefault(EventChange.Kind.MOVED, 0),
                kinds.getOrDefault(EventChange.Kind.NEW, 0),
                kinds.getOrDefault(EventChange.Kind.GONE, 0)));
        for (EventChange change : changes) {
            if (change.kind() != EventChange.Kind.KEPT) {
                out.println(line(change));
            }
        }
        out.println(isSame() ? "no difference" : changes.size() - count(EventChange.Kind.KEPT) + " differences");
    }

    /** The same as one JSON object: spans, counts per label and source, and every change with both records. */
    public ObjectNode json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("model", model).put("seconds", seconds()).put("same", isSame());
        ArrayNode heard = root.putArray("spans");
        for (HeardSpan span : spans) {
            heard.addObject()
                    .put("source_id", span.sourceId())
                    .put("epoch_id", span.captureId())
                    .put("sample_rate_hz", span.rateHz())
                    .put("from_sample", span.fromSample())
                    .put("to_sample", span.toSample());
        }
        ArrayNode counts = root.putArray("counts");
        rows().forEach((row, kinds) -> {
            ObjectNode count = counts.addObject().put("label", row.label).put("source_id", row.sourceId);
            for (EventChange.Kind kind : EventChange.Kind.values()) {
                count.put(kind.word(), kinds.getOrDefault(kind, 0));
            }
        });
        ArrayNode list = root.putArray("changes");
        for (EventChange change : changes) {
            ObjectNode node = list.addObject().put("kind", change.kind().word());
            if (change.emitted() != null) {
                node.set("emitted", RecordJson.of(change.emitted()));
            }
            if (change.replayed() != null) {
                node.set("replayed", RecordJson.of(change.replayed()));
            }
        }
        return root;
    }

    private Map<Row, Map<EventChange.Kind, Integer>> rows() {
        Map<Row, Map<EventChange.Kind, Integer>> rows = new TreeMap<>();
        for (EventChange change : changes) {
            Row row = new Row(change.either().getLabel(), change.either().getSourceId());
            rows.computeIfAbsent(row, any -> new EnumMap<>(EventChange.Kind.class))
                    .merge(change.kind(), 1, Integer::sum);
        }
        return rows;
    }

    private static String line(EventChange change) {
        String line = change.kind().word() + " " + change.either().getLabel() + " "
                + change.either().getSourceId() + " " + change.either().getOnset() + " "
                + change.either().getOffset();
        return change.kind() == EventChange.Kind.MOVED
                ? line + " -> " + change.replayed().getOnset() + " "
                        + change.replayed().getOffset()
                : line;
    }
}
