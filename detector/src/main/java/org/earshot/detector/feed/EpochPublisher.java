package org.earshot.detector.feed;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;
import org.earshot.detector.audio.AudioException;
import org.earshot.detector.audio.LevelMeter;
import org.earshot.detector.audio.SampleClock;
import org.earshot.detector.audio.SampleSource;

/**
 * Publishes sounds from beginning to end, each as an epoch of its own whose end is marked, also when the sound breaks off.
 *
 * <p>For one thread; interrupting it ends the epoch in good order.
 */
public final class EpochPublisher {
    /** The longest chunk. */
    public static final Duration MAX_CHUNK = Duration.ofSeconds(1);

    /** Sample bytes of a chunk, with room left for the rest of the record below 512 KiB. */
    private static final int MAX_SAMPLE_BYTES = 500 * 1024;

    private static final int MOST_BYTES_OF_A_SAMPLE = 4;
    private static final long LIVE_TOLERANCE_MICROS = 2_000_000;
    private static final long MICROS = 1_000_000;

    private final ChunkSender sender;
    private final SourceHealth health;
    private final WireEncoding wire;
    private final Duration chunk;
    private final Clock clock;
    private final LevelMeter meter = new LevelMeter();
    private AudioException broken;
    private Duration published = Duration.ZERO;

    /** @param chunk length of a chunk, up to {@link #MAX_CHUNK}; shorter where the rate is so high that the bytes would be too many */
    public EpochPublisher(ChunkSender sender, SourceHealth health, WireEncoding wire, Duration chunk, Clock clock) {
        if (chunk.compareTo(Duration.ofMillis(10)) < 0 || chunk.compareTo(MAX_CHUNK) > 0) {
            throw new IllegalArgumentException("a chunk lasts 10 ms to 1 s, not " + chunk);
        }
        this.sender = sender;
        this.health = health;
        this.wire = wire;
        this.chunk = chunk;
        this.clock = clock;
    }

    /**
     * Publishes one sound.
     *
     * @return samples published
     * @throws AudioException if the sound is malformed or breaks off; what came before has been sent and its end marked
     */
    public long publish(SampleSource source, Pace pace) {
        return publish(source, pace, nowMicros());
    }

    /** Publishes a recording as fast as Kafka takes it, with the times that its samples really had. */
    public long publishFrom(SampleSource source, Instant start) {
        return publish(source, Pace.FAST, micros(start));
    }

    /** How much of the last sound was published. */
    public Duration published() {
        return published;
    }

    private long publish(SampleSource source, Pace pace, long start) {
        int rate = source.rateHz();
        var epoch = new Epoch(health.sourceId(), Epoch.newId(), rate, wire);
        float[] samples = new float[chunkSamples(rate)];
        SampleClock time = null;
        broken = null;
        health.begins(rate);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                int length = fill(source, samples);
                if (length == 0) {
                    break;
                }
                long first = epoch.samples();
                if (pace == Pace.LIVE) {
                    long arrived = nowMicros() - (long) length * MICROS / rate;
                    if (time == null) {
                        time = new SampleClock(rate, LIVE_TOLERANCE_MICROS, first, arrived);
                    } else {
                        time.observe(first, arrived);
                    }
                } else if (time == null) {
                    time = new SampleClock(rate, 0, first, start);
                }
                sender.send(epoch.chunk(samples, length, time.microsAt(first)), health);
                measure(samples, length);
                if (pace == Pace.REAL_TIME) {
                    waitUntil(time.microsAt(epoch.samples()));
                }
            }
        } finally {
            long end = time == null ? start : time.microsAt(epoch.samples());
            // Kafka refuses to send from an interrupted thread.
            boolean interrupted = Thread.interrupted();
            published = Duration.ofMillis(epoch.samples() * 1_000 / rate);
            sender.send(epoch.end(end), health);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (broken != null) {
            throw broken;
        }
        return epoch.samples();
    }

    private int chunkSamples(int rateHz) {
        long samples = chunk.toMillis() * rateHz / 1000;
        return (int) Math.max(1, Math.min(samples, MAX_SAMPLE_BYTES / MOST_BYTES_OF_A_SAMPLE));
    }

    /** Fills a chunk; a fault is kept until what was read before it has been sent. */
    private int fill(SampleSource source, float[] samples) {
        int length = 0;
        try {
            while (broken == null && length < samples.length) {
                int read = source.read(samples, length, samples.length - length);
                if (read < 0) {
                    break;
                }
                length += read;
            }
        } catch (AudioException e) {
            broken = e;
        }
        return length;
    }

    private void measure(float[] samples, int length) {
        meter.reset();
        meter.add(samples, 0, length);
        health.hears(meter.levelDbfs());
    }

    private void waitUntil(long micros) {
        long left;
        while ((left = micros - nowMicros()) > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(left * 1_000);
        }
    }

    private long nowMicros() {
        return micros(clock.instant());
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
