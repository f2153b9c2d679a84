package org.earshot.trainer.eval.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.earshot.trainer.eval.metric.BinaryScores;
import org.earshot.trainer.eval.metric.DetectionReport;
import org.earshot.trainer.eval.metric.DetectionScores;
import org.earshot.trainer.eval.metric.Interval;
import org.earshot.trainer.eval.metric.TaggingReport;
import org.earshot.trainer.eval.metric.TaggingReport.LabelScores;
import org.earshot.trainer.eval.score.EvaluationReport;
import org.earshot.trainer.eval.score.FalseAlarms;

/**
 * Reports as JSON objects: {@code micro}, {@code macro} and {@code labels}, each with the measures by name. Undefined
 * measures are {@code null}.
 *
 * <p>Stateless.
 */
public final class ReportJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ReportJson() {}

    /** {f1, precision, recall, error_rate, deletion, insertion, substitution where it exists, reference, estimated}. */
    public static Map<String, Object> of(DetectionReport report) {
        return sections(of(report.micro()), of(report.macro()), report.labels(), ReportJson::of);
    }

    /** {f1, precision, recall}; macro and labels also {auc, map or ap, positives}. */
    public static Map<String, Object> of(TaggingReport report) {
        return sections(of(report.micro()), of(report.macro(), "map"), report.labels(), scores -> of(scores, "ap"));
    }

    /** {f1, precision, recall} and the counts. */
    public static Map<String, Object> of(BinaryScores scores) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("f1", scores.f1());
        json.put("precision", scores.precision());
        json.put("recall", scores.recall());
        json.put("true_positives", scores.truePositives());
        json.put("false_positives", scores.falsePositives());
        json.put("false_negatives", scores.falseNegatives());
        return json;
    }

    /** {tagging, tagging_as_stream, tagging_at_half, frame, event, event_20, segment, intervals, false_alarms}. */
    public static Map<String, Object> of(EvaluationReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tagging", of(report.tagging()));
        json.put("tagging_as_stream", of(report.taggingAsStream()));
        json.put("tagging_at_half", of(report.taggingAtHalf()));
        if (report.events() != null) {
            Map<String, Object> frames = new LinkedHashMap<>();
            frames.put("ungated", of(report.frames()));
            frames.put("gated", of(report.gatedFrames()));
            json.put("frame", frames);
            json.put("event", of(report.events()));
            json.put("event_20", of(report.strictEvents()));
            json.put("segment", of(report.segments()));
            if (report.pooledSegments() != null) {
                json.put("segment_pool", of(report.pooledSegments()));
            }
        }
        json.put("intervals_95", of(report.intervals()));
        json.put("false_alarms", of(report.falseAlarms()));
        return json;
    }

    /** {name: [low, high]}. */
    public static Map<String, Object> of(Map<String, Interval> intervals) {
        Map<String, Object> json = new LinkedHashMap<>();
        intervals.forEach((name, i) -> json.put(name, new Object[] {number(i.low()), number(i.high())}));
        return json;
    }

    /** {hours, per_hour, labels: {label: {count, per_hour}}}. */
    public static Map<String, Object> of(FalseAlarms alarms) {
        Map<String, Object> labels = new LinkedHashMap<>();
        alarms.counts().forEach((label, count) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("count", count);
            entry.put("per_hour", number(alarms.perHour(label)));
            labels.put(label, entry);
        });
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("hours", alarms.hours());
        json.put("per_hour", number(alarms.perHour()));
        json.put("labels", labels);
        return json;
    }

    private static Map<String, Object> of(DetectionScores scores) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("f1", number(scores.f1()));
        json.put("precision", number(scores.precision()));
        json.put("recall", number(scores.recall()));
        json.put("error_rate", number(scores.errorRate()));
        json.put("deletion", number(scores.deletion()));
        json.put("insertion", number(scores.insertion()));
        if (!Double.isNaN(scores.substitution())) {
            json.put("substitution", scores.substitution());
        }
        json.put("reference", (long) scores.reference());
        json.put("estimated", (long) scores.estimated());
        return json;
    }

    private static Map<String, Object> of(LabelScores scores, String averagePrecisionName) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("f1", number(scores.f1()));
        json.put("precision", number(scores.precision()));
        json.put("recall", number(scores.recall()));
        json.put("auc", number(scores.auc()));
        json.put(averagePrecisionName, number(scores.averagePrecision()));
        json.put("positives", (long) scores.positives());
        return json;
    }

    private static <T> Map<String, Object> sections(
            Map<String, Object> micro, Map<String, Object> macro, Map<String, T> labels, Function<T, Object> each) {
        Map<String, Object> byLabel = new LinkedHashMap<>();
        labels.forEach((label, scores) -> byLabel.put(label, each.apply(scores)));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("micro", micro);
        json.put("macro", macro);
        json.put("labels", byLabel);
        return json;
    }

    /** The number itself, or null if it is NaN or infinite, which JSON cannot represent. */
    public static Object number(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /** Indented text. */
    public static String text(Object json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
