package org.earshot.core.capture;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.earshot.core.audio.SampleClock;

/**
 * UTC of the samples of one capture, with the anchors of the last minute, at most {@value #MAX_ANCHORS} of them: the time of a sample follows from the anchor that
 * was in force when it came, so it does not depend on when it is asked for. Before the first of them time goes by the sample count, less
 * the last {@value #MAX_STEPS} steps of the sender's clock.
 *
 * <p>For one thread.
 */
public final class CaptureClock {
    /** Sender's times further off than this are a step of its clock, not jitter. */
    private static final long TOLERANCE_MICROS = 500_000;

    private static final int KEPT_SECONDS = 60;

    /** A sender that sets its clock with every chunk would otherwise make the state grow without end. */
    static final int MAX_ANCHORS = 64;

    /** Steps that are remembered, so that times before the first anchor are right. */
    static final int MAX_STEPS = 8;

    private final int rateHz;
    private final Deque<SampleClock.State> anchors = new ArrayDeque<>();
    private final Deque<Step> steps = new ArrayDeque<>();
    private SampleClock clock;
    private long observed;

    /** From a sample on the sender's clock shows so much more than it would have. */
    private record Step(long sample, long micros) {}

    CaptureClock(int rateHz, long sample, long micros) {
        this(rateHz);
        clock = new SampleClock(rateHz, TOLERANCE_MICROS, sample, micros);
        anchors.add(clock.state());
        observed = sample;
    }

    private CaptureClock(int rateHz) {
        this.rateHz = rateHz;
    }

    /** Takes the sender's time of a chunk's first sample; at most once a second, unless its clock was set. */
    void observe(long sample, long micros) {
        long off = Math.abs(micros - clock.microsAt(sample));
        if (sample - observed < rateHz && off <= TOLERANCE_MICROS) {
            return;
        }
        observed = sample;
        SampleClock.State before = clock.state();
        clock.observe(sample, micros);
        SampleClock.State after = clock.state();
        if (after.steps() != before.steps()) {
            steps.add(new Step(sample, after.skewMicros()));
            if (steps.size() > MAX_STEPS) {
                steps.removeFirst();
            }
        }
        if (after.sample() != before.sample() || after.micros() != before.micros()) {
            anchors.add(after);
            if (anchors.size() > MAX_ANCHORS) {
                anchors.removeFirst();
            }
        } else {
            anchors.removeLast();
            anchors.add(after);
        }
        prune(sample - (long) KEPT_SECONDS * rateHz);
    }

    /** UTC time of a sample, microseconds since 1970. */
    public long microsAt(long sample) {
        SampleClock.State inForce = anchors.peekFirst();
        for (SampleClock.State anchor : anchors) {
            if (anchor.sample() > sample) {
                break;
            }
            inForce = anchor;
        }
        long micros = new SampleClock(rateHz, TOLERANCE_MICROS, inForce).microsAt(sample);
        for (Step step : steps) {
            if (sample < step.sample && step.sample <= inForce.sample()) {
                micros -= step.micros;
            }
        }
        return micros;
    }

    /** How long that many samples last, microseconds. */
    public long durationMicros(long samples) {
        return clock.durationMicros(samples);
    }

    /** How often the sender's clock was set. */
    int steps() {
        return clock.steps();
    }

    private void prune(long oldest) {
        while (anchors.size() > 1) {
            Iterator<SampleClock.State> iterator = anchors.iterator();
            iterator.next();
            if (iterator.next().sample() > oldest) {
                return;
            }
            anchors.removeFirst();
        }
    }

    void write(DataOutput to) throws IOException {
        to.writeLong(observed);
        to.writeInt(anchors.size());
        for (SampleClock.State a : anchors) {
            to.writeLong(a.sample());
            to.writeLong(a.micros());
            to.writeLong(a.skewMicros());
            to.writeInt(a.steps());
        }
        to.writeInt(steps.size());
        for (Step step : steps) {
            to.writeLong(step.sample);
            to.writeLong(step.micros);
        }
    }

    static CaptureClock read(int rateHz, DataInput from) throws IOException {
        CaptureClock read = new CaptureClock(rateHz);
        read.observed = from.readLong();
        for (int n = from.readInt(); n > 0; n--) {
            read.anchors.add(new SampleClock.State(from.readLong(), from.readLong(), from.readLong(), from.readInt()));
        }
        for (int n = from.readInt(); n > 0; n--) {
            read.steps.add(new Step(from.readLong(), from.readLong()));
        }
        read.clock = new SampleClock(rateHz, TOLERANCE_MICROS, read.anchors.getLast());
        return read;
    }
}
