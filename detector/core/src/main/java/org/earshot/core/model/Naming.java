package org.earshot.core.model;

import java.util.Locale;
import java.util.Optional;

/**
 * What a name from outside may look like, in one place: labels, names of models, ids of sources and captures. Names reach logs,
 * terminals, web pages, file names, mail and headers, so none may hold what means something there: line breaks and other control
 * characters (a terminal's escape is one), invisible characters that turn the direction of text, halves of characters, or
 * the brackets of markup. Letters of every language, blanks and other signs are welcome.
 */
public enum Naming {
    /** A class name of a model, up to 128 characters, without blanks at its ends. */
    LABEL(128, false),
    /** A name or version that people chose, likewise. */
    NAME(128, false),
    /** What names a source or a capture on the wire, up to 256 characters. */
    ID(256, true);

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private final int maxChars;
    private final boolean blankEnds;

    Naming(int maxChars, boolean blankEnds) {
        this.maxChars = maxChars;
        this.blankEnds = blankEnds;
    }

    /**
     * What is wrong with the text, in words that show nothing of it that could do harm, e.g. {@code has the character U+000A at
     * 5; ...}; empty if nothing is. May be null.
     */
    public Optional<String> fault(String text) {
        if (text == null || text.isBlank()) {
            return Optional.of("is blank");
        }
        if (text.length() > maxChars) {
            return Optional.of("has " + text.length() + " characters; " + maxChars + " are the most");
        }
        if (!blankEnds && !text.equals(text.strip())) {
            return Optional.of("begins or ends with a blank");
        }
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (!isHarmless(c)) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "has the character U+%04X at %d; line breaks, control characters, < and > are not allowed",
                        c,
                        i));
            }
        }
        return Optional.empty();
    }

    /**
     * Text from outside as a terminal, a log or a table may show it, a file's name for example: what is invisible or means something
     * to a terminal stands as {@code \\u001B}, the code of its character. Line breaks and tabs are among it.
     */
    public static String printable(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isVisible(c)) {
                shown.appendCodePoint(c);
            } else {
                shown.append(String.format(Locale.ROOT, "\\u%04X", c));
            }
        });
        return shown.toString();
    }

    private static boolean isHarmless(int c) {
        return isVisible(c) && c != '<' && c != '>';
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            // These two belong to the spelling of several languages.
            case Character.FORMAT -> c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER;
            default -> true;
        };
    }
}
