package org.earshot.core.decode;

import java.nio.ByteBuffer;
import org.earshot.core.model.Thresholds;

/**
 * The automaton that finds the events of one label frame by frame: it closes exactly the runs that {@link RunDecoder} finds
 * in the whole curve, each as soon as no later run can join it.
 *
 * <p>It is idle, or follows a <em>rise</em> (frames above {@code low} that have not yet reached {@code high}), or holds a
 * <em>run</em> [onset, offset) that has reached it, together with the frames since its offset: a gap, perhaps with a rise in
 * it, that become part of the run if a later frame joins. A run closes before frame p when the frame before p is off and a
 * run that began at p would not join it.
 *
 * <pre>
 * low 0.2, high 0.4, gaps of up to 2 frames join
 * frame      0   1   2   3   4   5   6   7   8
 * activity  .1  .3  .5  .3  .1  .1  .1  .1  .1
 * state     idle rise run run gap gap gap           closes [1, 4) with frame 6: a run from 7 on would be 3 frames away
 * </pre>
 *
 * <p>Invalid frames ({@link #stepUnheard}), whose samples are missing, neither end a run nor make it longer: a run
 * continues after them as it would without them, and only valid frames count for its minimum length and for gaps. A run
 * of which less than half is valid is no event, unless it was one before ({@link #tell}) and frames were lost since.
 *
 * <p>For one thread. The state is a few numbers ({@link #write}); nothing is allocated but the runs handed out.
 */
public final class StreamingDecoder {
    /** Bytes that {@link #write} needs at most. */
    public static final int MAX_STATE_BYTES = 1 + 3 * Long.BYTES + 2 * RunSums.BYTES;

    private static final long NONE = -1;

    /** One in this many frames of an event must be valid. */
    private static final int HEARD_SHARE = 2;

    private final Thresholds thresholds;
    private final RunRules rules;
    private final RunSums run = new RunSums();
    private final RunSums since = new RunSums();
    private long onset = NONE;
    private long offset = NONE;
    private long rise = NONE;
    /** Whether others know of the run that is held: then they will hear of its end. */
    private boolean told;

    public StreamingDecoder(Thresholds thresholds, RunRules rules) {
        this.thresholds = thresholds;
        this.rules = rules;
    }

    /**
     * Takes the next frame.
     *
     * @param frame its number; consecutive calls have consecutive numbers
     * @param activity y(t), 0..1
     * @param power mean square of the frame's samples, full scale 1
     * @param valid share of the frame that is real audio, 0..1
     * @param tag highest tag of the clips offered so far that reach beyond this frame; a run that begins here starts with it
     */
    public void step(long frame, float activity, double power, double valid, float tag, RunSink sink) {
        if (activity > thresholds.low() || activity >= thresholds.high()) {
            stepOn(frame, activity, power, valid, tag);
        } else {
            stepOff(frame, activity, power, valid, sink);
        }
    }

    /**
     * Passes over the next frame, of which nothing is known.
     *
     * @param valid share of the frame that is real audio, 0..1
     */
    public void stepUnheard(double valid) {
        if (!isIdle()) {
            since.addUnheard(valid);
        }
    }

    /**
     * Tells the tag of a clip that begins at or before the next frame and ends after the last one given.
     *
     * @param clipStart first frame of the clip
     */
    public void offerTag(long clipStart, float tag) {
        if (onset != NONE && offset > clipStart) {
            run.offerTag(tag);
        }
        if (onset != NONE || rise != NONE) {
            since.offerTag(tag);
        }
    }

    /** Ends the curve: a run that is held is closed, and the automaton is idle again. */
    public void finish(RunSink sink) {
        close(sink);
        rise = NONE;
        since.clear();
    }

    /** True while the automaton follows neither a run nor a rise. */
    public boolean isIdle() {
        return onset == NONE && rise == NONE;
    }

    /** True while the automaton holds a run that is already long enough for an event. */
    public boolean holdsEvent() {
        long heard = offset - onset - run.unheard();
        return onset != NONE && rules.isEvent(heard) && (told || HEARD_SHARE * heard >= offset - onset);
    }

    /** Says that the run that is held was told of as an event: it stays one, however much of it is not heard from now on. */
    public void tell() {
        told = true;
    }

    /** First frame of the run that is held; only while {@link #holdsEvent()}. */
    public long onset() {
        return onset;
    }

    /** First frame that an event which is still to come can have, given the next frame. */
    public long firstPossibleOnset(long nextFrame) {
        return onset != NONE ? onset : rise != NONE ? rise : nextFrame;
    }

    /** Highest tag of the clips offered so far that overlap the run that is held. */
    public float tag() {
        return run.tag();
    }

    /** The run that is held as far as it is known; only while {@link #holdsEvent()}. */
    public Run held() {
        return run.over(onset, offset);
    }

    private void stepOn(long frame, float activity, double power, double valid, float tag) {
        boolean continues = onset != NONE && rise == NONE && frame - offset == since.unheard();
        if (!continues && rise == NONE) {
            rise = frame;
            if (onset == NONE) {
                since.offerTag(tag);
            }
        }
        since.add(activity, power, valid);
        if (continues || activity >= thresholds.high()) {
            onset = onset == NONE ? rise : onset;
            offset = frame + 1;
            rise = NONE;
            run.add(since);
            since.clear();
        }
    }

    private void stepOff(long frame, float activity, double power, double valid, RunSink sink) {
        rise = NONE;
        if (onset == NONE) {
            since.clear();
            return;
        }
        since.add(activity, power, valid);
        if (!rules.joins(frame + 1 - offset - since.unheard())) {
            close(sink);
        }
    }

    private void close(RunSink sink) {
        boolean isEvent = holdsEvent();
        Run closed = isEvent ? held() : null;
        onset = NONE;
        offset = NONE;
        told = false;
        run.clear();
        since.clear();
        if (isEvent) {
            sink.closed(closed);
        }
    }

    /** Writes the state: one byte while idle. */
    public void write(ByteBuffer to) {
        int shape = (onset != NONE ? 1 : 0) | (rise != NONE ? 2 : 0) | (told ? 4 : 0);
        to.put((byte) shape);
        if (onset != NONE) {
            to.putLong(onset).putLong(offset);
            run.write(to);
        }
        if (rise != NONE) {
            to.putLong(rise);
        }
        if (shape != 0) {
            since.write(to);
        }
    }

    /** Takes over a state that {@link #write} wrote. */
    public void read(ByteBuffer from) {
        int shape = from.get();
        onset = NONE;
        offset = NONE;
        rise = NONE;
        told = (shape & 4) != 0;
        run.clear();
        since.clear();
        if ((shape & 1) != 0) {
            onset = from.getLong();
            offset = from.getLong();
            run.read(from);
        }
        if ((shape & 2) != 0) {
            rise = from.getLong();
        }
        if (shape != 0) {
            since.read(from);
        }
    }
}
