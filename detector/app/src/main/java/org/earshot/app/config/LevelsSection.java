package org.earshot.app.config;

import static org.apache.kafka.common.config.ConfigDef.Range.between;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.ThresholdRules;

/**
 * Whether the sound level of each source and minute is measured, and what the microphones are like.
 *
 * @param enabled false if nothing is measured
 * @param everywhereDb sound pressure level of full scale in dB, of sources whose group has no other; 0 if not known
 * @param byGroupDb the same by group
 */
public record LevelsSection(boolean enabled, float everywhereDb, Map<String, Float> byGroupDb) {
    public static final String ENABLED = "earshot.levels.enabled";
    public static final String CALIBRATION_DB = "earshot.levels.calibration.db";

    private static final Pattern IN_GROUP =
            Pattern.compile("earshot\\.group\\.([A-Za-z0-9_-]+)\\.levels\\.calibration\\.db");
    private static final double LEAST_DB = -50;
    private static final double MOST_DB = 250;

    public LevelsSection {
        byGroupDb = Map.copyOf(byGroupDb);
    }

    static void define(KeyDefinitions keys) {
        keys.group("Sound levels");
        keys.add(
                ENABLED,
                Type.BOOLEAN,
                true,
                null,
                "Whether LAeq, L10 and L90 of each source and minute are written to their topic and, for groups of sources, reported as metrics.");
        keys.add(
                CALIBRATION_DB,
                Type.DOUBLE,
                0.0,
                between(LEAST_DB, MOST_DB),
                "Sound pressure level in dB at which a microphone reaches full scale; levels are dB(A) then. A calibrator of 94 dB whose tone is shown as -26 dBFS makes it 120. 0: levels stay relative to full scale. Per group of sources: `earshot.group.NAME.levels.calibration.db`.");
    }

    static boolean isKey(String key) {
        return IN_GROUP.matcher(key).matches();
    }

    /** @throws ConfigurationException if a group's calibration is no number, out of range, or of a group without sources */
    static LevelsSection of(KeyValues values, Map<String, String> resolved, ThresholdRules groups) {
        Map<String, Float> byGroup = new TreeMap<>();
        resolved.forEach((key, value) -> {
            Matcher group = IN_GROUP.matcher(key);
            if (!group.matches()) {
                return;
            }
            if (!groups.hasGroup(group.group(1))) {
                throw ThresholdSettings.withoutSources(group.group(1));
            }
            byGroup.put(group.group(1), number(key, value));
        });
        return new LevelsSection(values.flag(ENABLED), (float) values.decimal(CALIBRATION_DB), byGroup);
    }

    /** What is added to the levels of the sources of a group, dB. */
    public float calibrationDb(String group) {
        return byGroupDb.getOrDefault(group, everywhereDb);
    }

    private static float number(String key, String value) {
        try {
            double number = Double.parseDouble(value);
            if (number >= LEAST_DB && number <= MOST_DB) {
                return (float) number;
            }
        } catch (NumberFormatException e) {
            // falls through to the one message for both
        }
        throw new ConfigurationException(key + " = " + value + ": must be a number of dB from -50 to 250");
    }
}
