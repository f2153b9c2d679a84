package org.earshot.edges.feed;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.LevelMeter;
import org.earshot.core.audio.SampleClock;
import org.earshot.core.audio.SampleSource;
import org.earshot.schema.AudioChunk;
import org.earshot.streams.framing.ChunkLimits;

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
    /** Sound that is held back until its times are clear: what a pipe holds at the most, at the lowest rate. */
    private static final Duration MOST_HELD = Duration.ofSeconds(60);

    private static final int MOST_HELD_SAMPLES = 4 << 20;

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

    /** Waits until every chunk so far is taken or refused. */
    public void flush() {
        sender.flush();
    }

    /** How much of the last sound was published. */
    public Duration published() {
        return published;
    }

    private long publish(SampleSource source, Pace pace, long start) {
        int rate = source.rateHz();
        published = Duration.ZERO;
        ChunkLimits.problemOfRate(rate).ifPresent(problem -> {
            throw new AudioException(health.sourceId() + ": the sound " + problem);
        });
        var epoch = new Epoch(health.sourceId(), Epoch.newId(), rate, wire);
        broken = null;
        health.begins(rate);
        LongUnaryOperator time = sample -> start;
        try {
            time = pace == Pace.LIVE ? live(source, epoch) : recorded(source, epoch, pace, start);
        } finally {
            published = Duration.ofMillis(epoch.samples() * 1_000 / rate);
            send(epoch.end(time.applyAsLong(epoch.samples())));
        }
        if (broken != null) {
            throw broken;
        }
        return epoch.samples();
    }

    /** @return the times of samples, microseconds since 1970 UTC */
    private LongUnaryOperator recorded(SampleSource source, Epoch epoch, Pace pace, long start) {
        var time = new SampleClock(source.rateHz(), 0, 0, start);
        float[] samples = new float[chunkSamples(source.rateHz())];
        long begin = System.nanoTime();
        int length;
        while (!Thread.currentThread().isInterrupted() && (length = fill(source, samples)) > 0) {
            send(epoch, samples, length, time.microsAt(epoch.samples()));
            if (pace == Pace.REAL_TIME) {
                waitUntil(begin + (time.microsAt(epoch.samples()) - start) * 1_000);
            }
        }
        return time::microsAt;
    }

    /** Holds back what has piled up until it is clear when it sounded. @return as {@link #recorded} */
    private LongUnaryOperator live(SampleSource source, Epoch epoch) {
        int rate = source.rateHz();
        var time = new ArrivalClock(rate, nowMicros());
        long mostHeld = Math.min(MOST_HELD.toSeconds() * rate, MOST_HELD_SAMPLES);
        Deque<float[]> held = new ArrayDeque<>();
        float[] samples = new float[chunkSamples(rate)];
        long heldSamples = 0;
        int length;
        while (!Thread.currentThread().isInterrupted() && (length = fill(source, samples)) > 0) {
            time.arrived(length, nowMicros());
            held.addLast(Arrays.copyOf(samples, length));
            heldSamples += length;
            if (time.isSettled() || heldSamples >= mostHeld) {
                time.tell();
                release(held, epoch, time);
                heldSamples = 0;
            }
        }
        release(held, epoch, time);
        return epoch.samples() == 0 ? sample -> nowMicros() : time::microsAt;
    }

    private void release(Deque<float[]> held, Epoch epoch, ArrivalClock time) {
        while (!held.isEmpty()) {
            float[] samples = held.removeFirst();
            send(epoch, samples, samples.length, time.microsAt(epoch.samples()));
        }
    }

    private void send(Epoch epoch, float[] samples, int length, long capturedMicros) {
        send(epoch.chunk(samples, length, capturedMicros));
        measure(samples, length);
    }

    /** Kafka refuses to send from an interrupted thread. */
    private void send(AudioChunk chunk) {
        boolean interrupted = Thread.interrupted();
        sender.send(chunk, health);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
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

    /** By a clock that nobody sets: it would hold a recording up by as much as the other is set back. */
    private static void waitUntil(long nanos) {
        long left;
        while ((left = nanos - System.nanoTime()) > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(left);
        }
    }

    private long nowMicros() {
        return micros(clock.instant());
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
