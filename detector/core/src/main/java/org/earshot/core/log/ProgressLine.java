package org.earshot.core.log;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * A progress bar on the last line of a terminal, below lines that scroll. On anything but a terminal nothing is drawn
 * and lines are printed as they are.
 *
 * <p>Safe for use by several threads.
 */
public final class ProgressLine implements AutoCloseable {
    private static final int WIDTH = 30;
    /** With the bar it fills a line of 80 columns: what the terminal wraps cannot be erased. */
    private static final int NOTE_WIDTH = 38;

    private static final String ERASE = "\r\u001b[K";

    private final PrintStream bar;
    private final boolean drawn;
    private String last = "";

    /** @param bar where the bar is drawn, normally standard error */
    public ProgressLine(PrintStream bar, boolean drawn) {
        this.bar = bar;
        this.drawn = drawn;
    }

    /** A bar on standard error if that is a terminal. */
    public static ProgressLine onTerminal() {
        return new ProgressLine(System.err, Terminal.watchesErrors());
    }

    /**
     * Draws the bar.
     *
     * @param share done, 0..1
     * @param note what to say beside it; of a long one its end
     */
    public synchronized void update(double share, String note) {
        if (drawn) {
            double bounded = Math.min(1, Math.max(0, share));
            int full = (int) Math.round(bounded * WIDTH);
            last = String.format(
                    Locale.ROOT,
                    "[%s%s] %3.0f %%  %s",
                    "#".repeat(full),
                    ".".repeat(WIDTH - full),
                    100 * bounded,
                    note.length() <= NOTE_WIDTH ? note : "..." + note.substring(note.length() - NOTE_WIDTH + 3));
            redraw();
        }
    }

    /** Prints a line above the bar. */
    public void print(PrintWriter to, String line) {
        printAbove(() -> {
            to.println(line);
            to.flush();
        });
    }

    /** Prints a line above the bar. */
    public void print(PrintStream to, String line) {
        printAbove(() -> {
            to.println(line);
            to.flush();
        });
    }

    private synchronized void printAbove(Runnable print) {
        if (drawn && !last.isEmpty()) {
            bar.print(ERASE);
            bar.flush();
        }
        print.run();
        if (drawn && !last.isEmpty()) {
            redraw();
        }
    }

    /** Takes the bar away. */
    @Override
    public synchronized void close() {
        if (drawn && !last.isEmpty()) {
            bar.print(ERASE);
            bar.flush();
            last = "";
        }
    }

    private void redraw() {
        bar.print(ERASE + last);
        bar.flush();
    }
}
