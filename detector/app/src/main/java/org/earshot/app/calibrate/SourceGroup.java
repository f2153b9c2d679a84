package org.earshot.app.calibrate;

import org.earshot.edges.alert.rule.SourcePattern;

/**
 * Sources that are calibrated together: those of a pattern, which become a group of the settings, or all. Immutable.
 *
 * @param name of the group in the settings; empty for all sources
 * @param glob the pattern as it was given; {@code *} for all sources
 */
public record SourceGroup(String name, String glob) {
    /** Every source, without a group. */
    public static final SourceGroup ALL = new SourceGroup("", "*");

    /** @throws IllegalArgumentException if no source id can match it */
    public static SourceGroup of(String glob) {
        new SourcePattern(glob);
        String readable = glob.replaceAll("[^A-Za-z0-9_-]+", "-").replaceAll("^-+|-+$", "");
        return new SourceGroup("calibrated-" + (readable.isEmpty() ? "all" : readable), glob);
    }

    boolean isAll() {
        return name.isEmpty();
    }

    /** Whether a source belongs to it. */
    public boolean holds(String sourceId) {
        return new SourcePattern(glob).matches(sourceId);
    }

    /** The sources as the settings take them. */
    String regex() {
        StringBuilder regex = new StringBuilder();
        for (char c : glob.toCharArray()) {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(literal(c));
            }
        }
        return regex.toString();
    }

    private static String literal(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '_' ? String.valueOf(c) : "\\" + c;
    }
}
