package org.earshot.core.level;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.Consumer;
import org.earshot.core.capture.Capture;
import org.earshot.core.capture.CaptureLog;
import org.earshot.core.detect.LevelSink;
import org.earshot.core.model.FrontEnd;

/**
 * The sound level of one source, minute by minute of the sender's clock. LAeq is the mean power of the frames that were heard; L10
 * and L90 are taken of the levels of short intervals, an eighth of a second long:
 *
 * <pre>
 * frames of 32 ms   |  |  |  |  |  |  |  |  ...        1,875 a minute, 4 an interval of 128 ms
 * 12:00             |-----------|-----------| ...      the minute's last interval is as long as the minute leaves it
 * 12:01             report of 12:00: heard 60 s, LAeq -41.2, L10 -38.1, L90 -52.4
 * </pre>
 *
 * <p>What was not heard counts for nothing: a hole makes the time shorter, not the level lower. A minute of which less than a second
 * was heard is not reported, so that a sender, whatever it does to its clock, gets no more than one report a second of sound.
 * One that goes away is reported where it ended; if it comes back within that minute, the minute is reported again, as a whole.
 *
 * <p>The state has a fixed size, some hundred bytes as a rule and two kilobytes at most. Belongs to its session; for one thread.
 */
public final class SourceLevels {
    private static final byte FORMAT = 1;
    private static final long MICROS = 1_000_000;
    private static final long MINUTE_MICROS = 60 * MICROS;
    private static final double MINUTE_SECONDS = 60;
    private static final double INTERVAL_SECONDS = 0.125;
    private static final double LEAST_SECONDS = 1;
    private static final double EVEN_QUIETER = 1e-12;

    private final String sourceId;
    private final LevelSettings settings;
    private final CaptureLog captures;
    private final Consumer<MinuteLevel> receiver;
    private final int modelRateHz;
    private final double frameSeconds;
    private final int intervalFrames;
    private final int mostFrames;

    /** Minutes since 1970. */
    private long minute = Long.MIN_VALUE;
    /** The capture's sample with which the minute is over. */
    private long end;

    private int rateHz;
    private int frames;
    private double power;
    private boolean reported;
    private final LevelHistogram intervals = new LevelHistogram();
    private int intervalAt;
    private double intervalPower;

    /** @param receiver gets each minute when it is over */
    public SourceLevels(
            String sourceId,
            FrontEnd frontEnd,
            LevelSettings settings,
            CaptureLog captures,
            Consumer<MinuteLevel> receiver) {
        this.sourceId = sourceId;
        this.settings = settings;
        this.captures = captures;
        this.receiver = receiver;
        this.modelRateHz = frontEnd.rateHz();
        this.frameSeconds = (double) frontEnd.hopSamples() / modelRateHz;
        this.intervalFrames = (int) Math.max(1, Math.round(INTERVAL_SECONDS / frameSeconds));
        this.mostFrames = (int) Math.round(MINUTE_SECONDS / frameSeconds);
    }

    /** Takes the frames of the stretch that is open. */
    public LevelSink sink() {
        return settings.enabled() ? this::take : LevelSink.NONE;
    }

    /** A stretch begins: its samples are those of another clock perhaps. */
    public void beginStretch() {
        endInterval();
    }

    private void take(long sampleOfStretch, double framePower) {
        Capture capture = captures.current();
        long sample = capture.stretchStart() + sampleOfStretch;
        if (intervalAt == 0 || sample >= end) {
            place(sample, capture);
        }
        // A clock that was set back makes a minute come twice; it stays a minute.
        if (frames < mostFrames) {
            frames++;
            power += framePower;
            reported = false;
            intervalPower += framePower;
            if (++intervalAt == intervalFrames) {
                endInterval();
            }
        }
    }

    /** Finds the minute of a sample, and reports the one before if it is another. */
    private void place(long sample, Capture capture) {
        endInterval();
        long micros = capture.clock.microsAt(sample);
        long its = Math.floorDiv(micros, MINUTE_MICROS);
        long left = MINUTE_MICROS - Math.floorMod(micros, MINUTE_MICROS);
        end = sample + (left * capture.rateHz + MICROS - 1) / MICROS;
        if (its != minute) {
            report();
            minute = its;
            frames = 0;
            power = 0;
            intervals.clear();
        }
        rateHz = capture.rateHz;
    }

    private void endInterval() {
        if (intervalAt > 0) {
            intervals.add(decibels(intervalPower / intervalAt));
            intervalAt = 0;
            intervalPower = 0;
        }
    }

    /** Reports the minute as far as it was heard, unless that was done or is too little. */
    public void report() {
        if (reported || frames * frameSeconds < LEAST_SECONDS) {
            return;
        }
        endInterval();
        reported = true;
        LevelSettings.Site site = settings.sites().apply(sourceId);
        receiver.accept(new MinuteLevel(
                sourceId,
                minute * MINUTE_MICROS,
                (float) (frames * frameSeconds),
                (float) decibels(power / frames) + site.calibrationDb(),
                (float) intervals.exceededBy(0.1) + site.calibrationDb(),
                (float) intervals.exceededBy(0.9) + site.calibrationDb(),
                site.calibrationDb(),
                Math.min(rateHz, modelRateHz) / 2,
                site.group()));
    }

    private static double decibels(double power) {
        return 10 * Math.log10(Math.max(power, EVEN_QUIETER));
    }

    /** Writes what {@link #read} reads; nothing before the first frame. */
    public void write(DataOutput to) throws IOException {
        if (frames == 0) {
            return;
        }
        to.writeByte(FORMAT);
        to.writeInt(mostFrames);
        to.writeLong(minute);
        to.writeLong(end);
        to.writeInt(rateHz);
        to.writeInt(frames);
        to.writeDouble(power);
        to.writeBoolean(reported);
        to.writeInt(intervalAt);
        to.writeDouble(intervalPower);
        intervals.write(to);
    }

    /** Takes up what was written; of another format, or a model with other frames, it is passed over, and the minute begins here. */
    public void read(DataInput from) throws IOException {
        if (!settings.enabled() || from.readByte() != FORMAT || from.readInt() != mostFrames) {
            return;
        }
        minute = from.readLong();
        end = from.readLong();
        rateHz = from.readInt();
        frames = from.readInt();
        power = from.readDouble();
        reported = from.readBoolean();
        intervalAt = from.readInt();
        intervalPower = from.readDouble();
        intervals.read(from);
    }
}
