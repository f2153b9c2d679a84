package org.earshot.app.demo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.earshot.core.model.ConfigurationException;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.AudioEncoding;
import org.earshot.streams.framing.SingleObjectSerde;

/**
 * Plays several microphones at once into the audio topic, chunk by chunk in the order of time, as fast as the speed says.
 * The results of all sends are checked.
 *
 * <p>{@link #play} for one thread, {@link #secondsPlayed()} for any.
 */
final class ScenePlayer implements AutoCloseable {
    private static final double CHUNK_SECONDS = 0.5;
    private static final long MICROS = 1_000_000;
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(30);

    private final KafkaProducer<String, byte[]> producer;
    private final String topic;
    private final SendLog log;
    private final SingleObjectSerde<AudioChunk> serde = SingleObjectSerde.audioChunk();
    private final LinkedBlockingQueue<Future<?>> pending = new LinkedBlockingQueue<>();
    private final AtomicLong playedMicros = new AtomicLong();

    /**
     * One microphone on its way through its samples.
     *
     * @param microphone that is played
     * @param epoch id of this playing
     * @param next first sample that was not sent
     * @param sequence number of the next chunk
     */
    private record Cursor(Microphone microphone, String epoch, int next, long sequence) {
        private int end() {
            int chunk = Math.max(1, (int) (CHUNK_SECONDS * microphone.rateHz()));
            return Math.min(microphone.samples().length, next + chunk);
        }

        private double endSeconds() {
            return (double) end() / microphone.rateHz();
        }

        private boolean isLast() {
            return end() == microphone.samples().length;
        }
    }

    ScenePlayer(String bootstrapServers, String topic, SendLog log) {
        this.topic = topic;
        this.log = log;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        2 << 20),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /**
     * Plays to the end and marks the end of every stream.
     *
     * @param speed seconds of sound per second; infinite for as fast as it goes
     * @param epoch id of this playing
     * @param start time of the first sample
     */
    void play(List<Microphone> microphones, double speed, String epoch, Instant start) throws InterruptedException {
        PriorityQueue<Cursor> next = new PriorityQueue<>(Comparator.comparingDouble(Cursor::endSeconds));
        microphones.forEach(microphone -> next.add(new Cursor(microphone, epoch, 0, 0)));
        long began = System.nanoTime();
        while (!next.isEmpty()) {
            Cursor cursor = next.poll();
            awaitTurn(began + (long) (cursor.endSeconds() / speed * 1e9));
            send(cursor, start);
            playedMicros.accumulateAndGet((long) (cursor.endSeconds() * MICROS), Math::max);
            if (!cursor.isLast()) {
                next.add(new Cursor(cursor.microphone(), epoch, cursor.end(), cursor.sequence() + 1));
            }
        }
        producer.flush();
        checkSends();
    }

    /** How far the playing is, in seconds of sound. */
    double secondsPlayed() {
        return (double) playedMicros.get() / MICROS;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }

    private static void awaitTurn(long dueNanos) throws InterruptedException {
        long wait = dueNanos - System.nanoTime();
        if (wait > 0) {
            TimeUnit.NANOSECONDS.sleep(wait);
        }
    }

    private void send(Cursor cursor, Instant start) {
        Microphone microphone = cursor.microphone();
        int length = cursor.end() - cursor.next();
        AudioChunk chunk = AudioChunk.newBuilder()
                .setSourceId(microphone.source())
                .setEpochId(cursor.epoch())
                .setSequence(cursor.sequence())
                .setFirstSample(cursor.next())
                .setCapturedAt(start.plusNanos(cursor.next() * 1_000_000_000L / microphone.rateHz()))
                .setSampleRateHz(microphone.rateHz())
                .setChannels(1)
                .setEncoding(AudioEncoding.PCM_S16LE)
                .setSamples(pcm(microphone.samples(), cursor.next(), length))
                .setEndOfStream(cursor.isLast())
                .build();
        log.sent(microphone.source(), cursor.end(), System.nanoTime());
        pending.add(producer.send(new ProducerRecord<>(topic, microphone.source(), serde.encode(chunk))));
    }

    private void checkSends() throws InterruptedException {
        try {
            for (Future<?> sent : pending) {
                sent.get(SEND_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ConfigurationException("demo: the broker did not take the sound: " + cause.getMessage(), e);
        }
    }

    private static ByteBuffer pcm(float[] samples, int from, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * length).order(ByteOrder.LITTLE_ENDIAN);
        for (int n = from; n < from + length; n++) {
            bytes.putShort((short) Math.round(Math.max(-1, Math.min(1, samples[n])) * Short.MAX_VALUE));
        }
        return bytes.flip();
    }
}
