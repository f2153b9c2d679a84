package org.earshot.trainer.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.earshot.trainer.eval.TaggingReport.LabelScores;

/**
 * Reports as JSON objects: {@code micro}, {@code macro} and {@code labels}, each with the measures by name. Measures that
 * are not defined are {@code null}.
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

    /** The number itself, or null where it is NaN or infinite, which JSON cannot say. */
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
