package org.earshot.core.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Suggests the closest known name for a misspelt one, by edit distance (Levenshtein 1966). */
public final class NearestName {
    private NearestName() {}

    /** The known name closest to a mistyped one, if at most a third of its letters differ. */
    public static Optional<String> of(String typed, Collection<String> known) {
        int bound = Math.max(2, typed.length() / 3);
        return known.stream()
                .sorted()
                .min(Comparator.comparingInt(name -> distance(typed, name)))
                .filter(name -> distance(typed, name) <= bound);
    }

    /** Insertions, deletions and replacements of letters that turn one name into the other. */
    public static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
