package org.earshot.app.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.earshot.core.model.ConfigurationException;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.AudioEncoding;
import org.earshot.streams.framing.SingleObjectSerde;

/** Sends the same sound as many sources, as fast as Kafka takes it or in real time. For one thread. */
final class ChunkFeed implements AutoCloseable {
    private static final long SECOND = 1_000_000_000L;

    private final KafkaProducer<byte[], byte[]> producer;
    private final SingleObjectSerde<AudioChunk> serde = SingleObjectSerde.audioChunk();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final String topic;
    private final BenchSound sound;
    private final Map<String, long[]> sentAt = new ConcurrentHashMap<>();
    private final LongAdder bytes = new LongAdder();

    ChunkFeed(String bootstrapServers, String topic, BenchSound sound) {
        this.topic = topic;
        this.sound = sound;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.LINGER_MS_CONFIG,
                        5,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        1 << 18,
                        // A request that is sent again must not come after a later one: the broker would refuse that.
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                        1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Bytes of audio sent so far. */
    long bytes() {
        return bytes.sum();
    }

    /** Nanosecond clock at which a chunk was handed to the producer. */
    long sentAt(String source, int chunk) {
        long[] times = sentAt.get(source);
        return times == null || chunk >= times.length ? 0 : times[chunk];
    }

    /** The whole sound of a number of sources, with its end. */
    void sendAll(String prefix, int sources) {
        sendAll(prefix, sources, sound);
    }

    /** The same with another sound, or the same one cut otherwise. */
    void sendAll(String prefix, int sources, BenchSound sound) {
        for (int chunk = 0; chunk < sound.chunks(); chunk++) {
            for (int s = 0; s < sources; s++) {
                send(prefix + s, sound, chunk, chunk == sound.chunks() - 1);
            }
        }
        producer.flush();
        check();
    }

    /**
     * So many sources side by side, a chunk a second each.
     *
     * @param seconds for which each sends
     * @param spreadSeconds over which they begin, one after the other
     */
    void sendInRealTime(String prefix, int sources, int seconds, double spreadSeconds) {
        int chunks = Math.min(seconds, sound.chunks());
        for (int s = 0; s < sources; s++) {
            sentAt.put(prefix + s, new long[sound.chunks()]);
        }
        long begin = System.nanoTime();
        long apart = (long) (spreadSeconds * SECOND / sources);
        IntStream.range(0, sources * chunks)
                .mapToObj(i -> new Due(begin + i / chunks * apart + i % chunks * SECOND, i / chunks, i % chunks))
                .sorted(Comparator.comparingLong(Due::atNanos))
                .forEachOrdered(due -> {
                    waitUntil(due.atNanos);
                    sentAt.get(prefix + due.source)[due.chunk] = System.nanoTime();
                    send(prefix + due.source, sound, due.chunk, false);
                });
        producer.flush();
        check();
    }

    /**
     * One source that sends a number of seconds of sound a second, from the beginning again when it is over, until
     * stopped.
     */
    void sendAtSpeed(String source, int speed, BooleanSupplier over) {
        long begin = System.nanoTime();
        for (int chunk = 0; !over.getAsBoolean(); chunk++) {
            waitUntil(begin + chunk * SECOND / speed);
            send(source, sound, chunk, false);
        }
        producer.flush();
        check();
    }

    private static void waitUntil(long nanos) {
        for (long wait = nanos - System.nanoTime(); wait > 0; wait = nanos - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
    }

    private record Due(long atNanos, int source, int chunk) {}

    @Override
    public void close() {
        producer.close();
    }

    private void send(String source, BenchSound sound, int chunk, boolean last) {
        long firstSample = (long) chunk * sound.chunkSamples();
        AudioChunk record = AudioChunk.newBuilder()
                .setSourceId(source)
                .setEpochId("bench")
                .setSequence(chunk)
                .setFirstSample(firstSample)
                .setCapturedAt(Instant.now())
                .setSampleRateHz(sound.rateHz())
                .setEncoding(AudioEncoding.PCM_S16LE)
                .setSamples(sound.chunk(chunk % sound.chunks()))
                .setEndOfStream(last)
                .build();
        bytes.add(record.getSamples().remaining());
        producer.send(
                new ProducerRecord<>(topic, source.getBytes(StandardCharsets.UTF_8), serde.encode(record)),
                (metadata, error) -> failure.compareAndSet(null, error));
    }

    private void check() {
        Exception error = failure.get();
        if (error != null) {
            throw new ConfigurationException("bench: the broker refused a chunk: " + error.getMessage(), error);
        }
    }
}
