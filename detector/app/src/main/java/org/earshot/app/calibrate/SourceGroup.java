package org.earshot.app.calibrate;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

    /**
     * A group of each pattern, under a name of its own: two of one name would be one in the settings.
     *
     * @throws IllegalArgumentException if no source id can match one of them
     */
    public static List<SourceGroup> of(List<String> globs) {
        Map<String, SourceGroup> byName = new LinkedHashMap<>();
        for (String glob : new LinkedHashSet<>(globs)) {
            new SourcePattern(glob);
            String readable = glob.replaceAll("[^A-Za-z0-9_-]+", "-").replaceAll("^-+|-+$", "");
            String first = "calibrated-" + (readable.isEmpty() ? "all" : readable);
            String name = first;
            for (int number = 2; byName.containsKey(name); number++) {
                name = first + "-" + number;
            }
            byName.put(name, new SourceGroup(name, glob));
        }
        return List.copyOf(byName.values());
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
        glob.codePoints().forEach(c -> {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(literal(c));
            }
        });
        return regex.toString();
    }

    private static String literal(int c) {
        return (Character.isLetterOrDigit(c) || c == '-' || c == '_' ? "" : "\\") + Character.toString(c);
    }
}
