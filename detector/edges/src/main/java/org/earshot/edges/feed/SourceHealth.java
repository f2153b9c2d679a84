package org.earshot.edges.feed;

import java.util.Locale;
import org.earshot.core.audio.LevelMeter;

/** How one source is doing, in one line. Safe for use by several threads. */
public final class SourceHealth {
    /** What a source is at. */
    public enum State {
        WAITING,
        LIVE,
        RECONNECTING,
        ENDED,
        FAILED
    }

    private final String sourceId;
    private State state = State.WAITING;
    private String note = "";
    private int rateHz;
    private double levelDbfs = LevelMeter.SILENCE_DBFS;
    private long sent;
    private long refused;
    private int epochs;

    public SourceHealth(String sourceId) {
        this.sourceId = sourceId;
    }

    public String sourceId() {
        return sourceId;
    }

    public synchronized State state() {
        return state;
    }

    /** Chunks that the broker has taken. */
    public synchronized long sent() {
        return sent;
    }

    /** Chunks that could not be sent. */
    public synchronized long refused() {
        return refused;
    }

    /** Unbroken captures so far. */
    public synchronized int epochs() {
        return epochs;
    }

    /** What was last said of the source: why it waits, or why a chunk was refused. */
    public synchronized String note() {
        return note;
    }

    synchronized void begins(int rate) {
        state = State.LIVE;
        rateHz = rate;
        note = "";
        epochs++;
    }

    synchronized void is(State next, String why) {
        state = next;
        note = why;
    }

    synchronized void hears(double dbfs) {
        levelDbfs = dbfs;
    }

    synchronized void delivered() {
        sent++;
    }

    synchronized void refused(String why) {
        refused++;
        note = why;
    }

    /** Source, state, rate, level, counts and the last trouble, for people. */
    public synchronized String line() {
        return String.format(
                Locale.ROOT,
                "%s %s %d Hz %.1f dBFS, %d chunks sent, %d refused, %d epochs%s",
                sourceId,
                state.name().toLowerCase(Locale.ROOT),
                rateHz,
                levelDbfs,
                sent,
                refused,
                epochs,
                note.isEmpty() ? "" : ": " + note);
    }
}
