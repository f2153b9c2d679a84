package org.earshot.core.capture;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * One unbroken recording of a source: its position, its clock, its counters.
 *
 * <p>A <em>stretch</em> is a run of samples without a hole that was too long to bridge; each has a pipeline of its own, whose
 * samples count from the stretch's first.
 *
 * <p>Belongs to its session; for one thread.
 */
public final class Capture {
    /** As the sender names it. */
    public final String epochId;
    /** As records name it: the same, or with the time at which the sender restarted its count under that name. */
    public final String id;

    public final int rateHz;
    public final CaptureClock clock;
    final PassedSpans passed;
    /** UTC time of the first chunk by the sender's clock, microseconds since 1970. */
    final long beganMicros;

    private final long firstSample;
    private long stretchStart;
    private long nextSample;
    private long lastMicros;
    private long skewMs;
    private long gaps;
    private long late;
    private boolean ended;

    /** A capture whose first chunk this is. */
    Capture(String id, Chunk first) {
        this(
                first.epochId(),
                id,
                first.rateHz(),
                new CaptureClock(first.rateHz(), first.firstSample(), first.capturedMicros()),
                new PassedSpans(),
                first.capturedMicros(),
                first.firstSample());
        stretchStart = first.firstSample();
        nextSample = first.firstSample();
        lastMicros = first.capturedMicros();
    }

    private Capture(
            String epochId,
            String id,
            int rateHz,
            CaptureClock clock,
            PassedSpans passed,
            long beganMicros,
            long firstSample) {
        this.epochId = epochId;
        this.id = id;
        this.rateHz = rateHz;
        this.clock = clock;
        this.passed = passed;
        this.beganMicros = beganMicros;
        this.firstSample = firstSample;
    }

    /** True if any of the samples from there on was skipped, or precedes the first that was taken. */
    boolean missed(long from, long to) {
        return from < firstSample || passed.touches(from, to);
    }

    /** Index in the capture of the pipeline's sample 0. */
    public long stretchStart() {
        return stretchStart;
    }

    /** Index of the next sample. */
    public long nextSample() {
        return nextSample;
    }

    /** Where its stretch begins and which sample is due. @param open true while a stretch is open */
    public CapturePosition position(boolean open) {
        return new CapturePosition(epochId, id, open, rateHz, stretchStart, nextSample);
    }

    /** UTC time of the end of the last chunk by the sender's clock, microseconds since 1970. */
    public long lastMicros() {
        return lastMicros;
    }

    /** Time of arrival of the last chunk minus the sender's time of its end. */
    public long skewMs() {
        return skewMs;
    }

    public long gaps() {
        return gaps;
    }

    /** Late or repeated chunks. */
    public long late() {
        return late;
    }

    /** True once the sender closed the stream. */
    public boolean ended() {
        return ended;
    }

    /** A stretch begins at the next sample. */
    void beginStretch() {
        stretchStart = nextSample;
    }

    /** Passes over the samples that did not come. */
    void skipTo(long sample) {
        passed.add(nextSample, sample);
        nextSample = sample;
        gaps++;
    }

    /** The same where so few are missing that they do not count. */
    void jumpTo(long sample) {
        nextSample = sample;
    }

    void countLate() {
        late++;
    }

    /** Takes note of a chunk whose samples, up to its end, were taken. */
    void took(Chunk chunk, long arrivedMs) {
        clock.observe(chunk.firstSample(), chunk.capturedMicros());
        nextSample = chunk.endSample();
        lastMicros = chunk.capturedMicros() + clock.durationMicros(chunk.samples());
        skewMs = arrivedMs - lastMicros / 1000;
    }

    void end() {
        ended = true;
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
        to.writeLong(firstSample);
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
                epochId,
                id,
                rateHz,
                CaptureClock.read(rateHz, from),
                PassedSpans.read(from),
                from.readLong(),
                from.readLong());
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
