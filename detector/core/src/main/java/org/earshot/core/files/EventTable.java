package org.earshot.core.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.earshot.core.detect.Detection;
import org.earshot.core.infer.MaskNetwork;

/** The events of recordings, as the table that sed_eval reads or as one JSON object a line. */
public final class EventTable {
    /** How events are written. */
    public enum Format {
        TSV,
        NDJSON
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double MILLIS = 1e3;

    private final Format format;
    private final MaskNetwork network;

    public EventTable(Format format, MaskNetwork network) {
        this.format = format;
        this.network = network;
    }

    /** The header above the rows. */
    public Optional<String> head() {
        return format == Format.TSV ? Optional.of("filename\tonset\toffset\tevent_label\tscore") : Optional.empty();
    }

    /** One row an event. */
    public List<String> rows(String filename, FileReport report) {
        return report.events().stream()
                .map(event -> format == Format.TSV ? tsv(filename, report, event) : json(filename, report, event))
                .toList();
    }

    private String tsv(String filename, FileReport report, Detection event) {
        return String.format(
                Locale.ROOT,
                "%s\t%.3f\t%.3f\t%s\t%.4f",
                filename,
                report.seconds(event.onsetSample()),
                report.seconds(event.offsetSample()),
                label(event),
                event.peakScore());
    }

    private String json(String filename, FileReport report, Detection event) {
        ObjectNode row = JSON.createObjectNode();
        row.put("filename", filename);
        row.put("onset", millis(report.seconds(event.onsetSample())));
        row.put("offset", millis(report.seconds(event.offsetSample())));
        row.put("event_label", label(event));
        row.put("score", event.peakScore());
        row.put("mean_score", event.meanScore());
        row.put("tag", event.tag());
        row.put("level_dbfs", event.levelDbfs());
        row.put("onset_sample", event.onsetSample());
        row.put("offset_sample", event.offsetSample());
        row.put("sample_rate_hz", report.rateHz());
        row.put("model_name", network.manifest().name());
        row.put("model_version", network.manifest().version());
        row.put("model_sha256", network.sha256());
        return row.toString();
    }

    private String label(Detection event) {
        return network.manifest().labels().get(event.label());
    }

    private static double millis(double seconds) {
        return Math.round(seconds * MILLIS) / MILLIS;
    }
}
