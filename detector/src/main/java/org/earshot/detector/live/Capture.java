package org.earshot.detector.live;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * One unbroken recording of a source: where its samples stand, its clock, its counters.
 *
 * <p>A <em>stretch</em> is a run of samples without a hole that was too long to bridge; each has a pipeline of its own, whose
 * samples count from the stretch's first.
 *
 * <p>Belongs to its {@link SourceSession}; for one thread.
 */
final class Capture {
    /** As the sender names it. */
    final String epochId;
    /** As records name it: the same, or with the time at which the sender began its count anew under that name. */
    final String id;

    final int rateHz;
    final CaptureClock clock;
    final PassedSpans passed;
    /** UTC time of the first chunk by the sender's clock, microseconds since 1970. */
    final long beganMicros;
    /** Index in the capture of the pipeline's sample 0. */
    long stretchStart;
    /** Index of the sample that is due. */
    long nextSample;
    /** UTC time of the end of the last chunk by the sender's clock, microseconds since 1970. */
    long lastMicros;

    long skewMs;
    long gaps;
    long late;
    boolean ended;

    /** A capture whose first chunk this is. */
    Capture(String id, Chunk first) {
        this(
                first.epochId(),
                id,
                first.rateHz(),
                new CaptureClock(first.rateHz(), first.firstSample(), first.capturedMicros()),
                new PassedSpans(),
                first.capturedMicros());
        stretchStart = first.firstSample();
        nextSample = first.firstSample();
        lastMicros = first.capturedMicros();
    }

    private Capture(String epochId, String id, int rateHz, CaptureClock clock, PassedSpans passed, long beganMicros) {
        this.epochId = epochId;
        this.id = id;
        this.rateHz = rateHz;
        this.clock = clock;
        this.passed = passed;
        this.beganMicros = beganMicros;
    }

    /** Passes over the samples that did not come. */
    void skipTo(long sample) {
        passed.add(nextSample, sample);
        nextSample = sample;
        gaps++;
    }

    /** By how much a chunk claims to be later than its place in the count says, microseconds. */
    long aheadMicros(Chunk chunk) {
        return chunk.capturedMicros() - clock.microsAt(chunk.firstSample());
    }

    void write(DataOutput to) throws IOException {
        to.writeUTF(epochId);
        to.writeUTF(id);
        to.writeInt(rateHz);
        clock.write(to);
        passed.write(to);
        to.writeLong(beganMicros);
        to.writeLong(stretchStart);
        to.writeLong(nextSample);
        to.writeLong(lastMicros);
        to.writeLong(skewMs);
        to.writeLong(gaps);
        to.writeLong(late);
        to.writeBoolean(ended);
    }

    static Capture read(DataInput from) throws IOException {
        String epochId = from.readUTF();
        String id = from.readUTF();
        int rateHz = from.readInt();
        Capture read = new Capture(
                epochId, id, rateHz, CaptureClock.read(rateHz, from), PassedSpans.read(from), from.readLong());
        read.stretchStart = from.readLong();
        read.nextSample = from.readLong();
        read.lastMicros = from.readLong();
        read.skewMs = from.readLong();
        read.gaps = from.readLong();
        read.late = from.readLong();
        read.ended = from.readBoolean();
        return read;
    }
}
