package org.earshot.edges.alert.rule;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.schema.SourceState;

/**
 * A state that a source must be in without a break for some time, e.g. {@code silent for 10m}.
 *
 * <p>Immutable.
 *
 * @param state of the source
 * @param lasting how long, 0 for at once
 */
public record SourceCondition(SourceState state, Duration lasting) {
    private static final Pattern FORM = Pattern.compile("(silent|stale|clipped)(?: for (\\d{1,6})(s|m|h|d))?");

    /**
     * Reads {@code silent}, {@code stale} or {@code clipped}, each with {@code for} and a time if wanted.
     *
     * @throws IllegalArgumentException if the text is none of these
     */
    public static SourceCondition parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "write silent, stale or clipped, with a time if wanted: silent for 10m, in s, m, h or d");
        }
        SourceState state = SourceState.valueOf(form.group(1).toUpperCase(Locale.ROOT));
        return new SourceCondition(state, form.group(2) == null ? Duration.ZERO : lasting(form));
    }

    private static Duration lasting(Matcher form) {
        long number = Long.parseLong(form.group(2));
        return switch (form.group(3)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /** The state as a word: {@code silent}. */
    public String word() {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
