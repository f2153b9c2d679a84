package org.earshot.app.http;

/**
 * How one part of the process is.
 *
 * @param part name, e.g. {@code streams}
 * @param state UP, WAITING if it will come by itself, DEAD if only a restart helps
 * @param detail a word more for people, e.g. the state's own name
 */
public record Health(String part, State state, String detail) {
    /** What an orchestrator needs to know. */
    public enum State {
        UP,
        WAITING,
        DEAD
    }

    public static Health of(String part, boolean up, String detail) {
        return new Health(part, up ? State.UP : State.WAITING, detail);
    }
}
