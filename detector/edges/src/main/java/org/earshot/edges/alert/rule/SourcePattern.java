package org.earshot.edges.alert.rule;

import java.util.regex.Pattern;
import org.earshot.core.model.Naming;

/**
 * A shell-like pattern over source ids: {@code *} stands for any run of characters, {@code ?} for one. The whole id
 * must match; everything else stands for itself.
 *
 * <p>Immutable.
 */
public final class SourcePattern {
    private final String glob;
    private final Pattern pattern;

    /** @throws IllegalArgumentException if no id can match it */
    public SourcePattern(String glob) {
        Naming.ID.fault(glob).ifPresent(fault -> {
            throw new IllegalArgumentException(
                    fault + "; no source matches it, write an id or a pattern such as gate-*");
        });
        this.glob = glob;
        StringBuilder regex = new StringBuilder();
        // By whole characters: many are a pair of chars.
        glob.codePoints().forEach(c -> {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(Character.toString(c)));
            }
        });
        this.pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    public boolean matches(String sourceId) {
        return pattern.matcher(sourceId).matches();
    }

    @Override
    public String toString() {
        return glob;
    }
}
