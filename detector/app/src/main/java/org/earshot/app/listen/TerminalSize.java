package org.earshot.app.listen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large the terminal is. Immutable.
 *
 * @param rows lines
 * @param columns characters of a line
 */
record TerminalSize(int rows, int columns) {
    /** Used where the size is unknown. */
    static final TerminalSize USUAL = new TerminalSize(24, 80);

    private static final Pattern ANSWER = Pattern.compile("(\\d+) (\\d+)\\s*");
    private static final int MOST_COLUMNS = 160;

    /** The size that {@code stty} reports for the terminal of the program. */
    static TerminalSize ask() {
        try {
            Process stty = new ProcessBuilder("stty", "-F", "/dev/tty", "size")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(stty.getInputStream().readNBytes(100), StandardCharsets.US_ASCII);
            return stty.waitFor(2, TimeUnit.SECONDS) ? parse(answer) : USUAL;
        } catch (IOException e) {
            return USUAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL;
        }
    }

    /** @param answer rows and columns */
    static TerminalSize parse(String answer) {
        Matcher size = ANSWER.matcher(answer);
        if (!size.matches() || size.group(1).length() > 4 || size.group(2).length() > 4) {
            return USUAL;
        }
        int rows = Integer.parseInt(size.group(1));
        int columns = Integer.parseInt(size.group(2));
        // A terminal that was never given a size says 0.
        return rows < 1 || columns < 1 ? USUAL : new TerminalSize(rows, Math.min(columns, MOST_COLUMNS));
    }
}
