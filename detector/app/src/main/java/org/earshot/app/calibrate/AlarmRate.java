package org.earshot.app.calibrate;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many alarms in a length of time, written as {@code 1/day}, {@code 0.5/hour} or {@code 3/week}. Immutable.
 *
 * @param count more than 0
 * @param unit hour, day or week
 */
public record AlarmRate(double count, String unit) {
    private static final Map<String, Duration> UNITS =
            Map.of("hour", Duration.ofHours(1), "day", Duration.ofDays(1), "week", Duration.ofDays(7));
    private static final Pattern FORM = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?)/(hour|day|week)");

    /** @throws IllegalArgumentException saying how it is written */
    public static AlarmRate parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Double.parseDouble(matcher.group(1)) == 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no rate of alarms above 0; write it as 1/day, 0.5/hour or 3/week");
        }
        return new AlarmRate(Double.parseDouble(matcher.group(1)), matcher.group(2));
    }

    /** Alarms in a length of time. */
    double in(double seconds) {
        return count * seconds / unitSeconds();
    }

    /** What a number of alarms in a length of time is in this rate's unit. */
    double per(double alarms, double seconds) {
        return alarms * unitSeconds() / seconds;
    }

    private double unitSeconds() {
        return UNITS.get(unit).toSeconds();
    }

    @Override
    public String toString() {
        return (count == Math.rint(count) ? String.valueOf((long) count) : String.valueOf(count)) + "/" + unit;
    }
}
