package org.earshot.app.listen;

import java.io.PrintWriter;
import java.util.List;

/**
 * Events above, a picture below that is redrawn in place. Events go to one output and the picture to the other: on a
 * terminal both are the same lines, in a pipe there are only the events. For one thread.
 */
final class Screen implements AutoCloseable {
    private static final String UP_AND_ERASE = "\u001b[%dA\r\u001b[J";

    private final PrintWriter events;
    private final PrintWriter picture;
    private final boolean drawn;
    private final int width;
    private List<String> last = List.of();
    private int onScreen;

    /**
     * @param drawn whether a picture is wanted at all; if not, {@link #draw} does nothing
     * @param width columns of the terminal: what it wraps cannot be drawn over
     */
    Screen(PrintWriter events, PrintWriter picture, boolean drawn, int width) {
        this.events = events;
        this.picture = picture;
        this.drawn = drawn;
        this.width = width;
    }

    boolean isDrawn() {
        return drawn;
    }

    /** Draws the picture in the place of the one before. */
    void draw(List<String> lines) {
        if (drawn) {
            last = List.copyOf(lines);
            erase();
            redraw();
        }
    }

    /** Prints an event above the picture. */
    void event(String line) {
        above(events, line);
    }

    /** Prints a remark above the picture, where the picture goes. */
    void remark(String line) {
        above(picture, line);
    }

    private void above(PrintWriter to, String line) {
        erase();
        to.println(line);
        to.flush();
        redraw();
    }

    /** Leaves the last picture where it is. */
    @Override
    public void close() {
        onScreen = 0;
        last = List.of();
        picture.flush();
    }

    private void erase() {
        if (onScreen > 0) {
            picture.printf(UP_AND_ERASE, onScreen);
            picture.flush();
            onScreen = 0;
        }
    }

    private void redraw() {
        for (String line : last) {
            picture.println(line.length() > width ? line.substring(0, width) : line);
        }
        onScreen = last.size();
        picture.flush();
    }
}
