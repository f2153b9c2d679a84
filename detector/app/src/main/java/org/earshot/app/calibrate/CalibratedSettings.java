package org.earshot.app.calibrate;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.earshot.app.config.DetectionSection;
import org.earshot.core.model.ShippedModels;
import org.earshot.core.model.Thresholds;

/**
 * The chosen thresholds as settings, and as the YAML file that {@code --config} takes: of the labels alone whose thresholds move,
 * with all three of each, and the model and the sensitivity that they were chosen for. Stateless.
 */
public final class CalibratedSettings {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9._-]*");

    private CalibratedSettings() {}

    /** What was chosen for a group of sources. */
    public record Chosen(SourceGroup group, Calibration calibration) {}

    /**
     * By key, in the order of the file. A model file is written with its whole path, so that the settings work from any folder.
     *
     * @param model as a user names it: a shipped one, or a file
     * @param sensitivity at which the labels work whose thresholds do not move
     */
    public static Map<String, String> values(String model, String modelSha256, String sensitivity, List<Chosen> all) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(
                "earshot.model",
                ShippedModels.NAMES.contains(model)
                        ? model
                        : Path.of(model).toAbsolutePath().normalize().toString());
        values.put("earshot.model.sha256", modelSha256);
        values.put(DetectionSection.SENSITIVITY, sensitivity);
        for (Chosen chosen : all) {
            SourceGroup group = chosen.group();
            String prefix = group.isAll() ? "earshot.threshold." : "earshot.group." + group.name() + ".threshold.";
            if (!group.isAll()) {
                values.put("earshot.group." + group.name() + ".sources", group.regex());
            }
            for (LabelChoice label : chosen.calibration().choices()) {
                if (label.isMoved()) {
                    Thresholds thresholds = label.chosen();
                    values.put(prefix + label.label() + ".gate", Float.toString(thresholds.gate()));
                    values.put(prefix + label.label() + ".high", Float.toString(thresholds.high()));
                    values.put(prefix + label.label() + ".low", Float.toString(thresholds.low()));
                }
            }
        }
        return values;
    }

    /** @param remarks lines for people, which become comments */
    public static String yaml(Map<String, String> values, List<String> remarks) {
        StringBuilder text = new StringBuilder();
        remarks.forEach(remark ->
                text.append("# ").append(remark.replaceAll("\\R", " ")).append('\n'));
        values.forEach((key, value) ->
                text.append(quoted(key)).append(": ").append(quoted(value)).append('\n'));
        return text.toString();
    }

    private static String quoted(String text) {
        return PLAIN.matcher(text).matches() || text.matches("[0-9.E-]+")
                ? text
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
