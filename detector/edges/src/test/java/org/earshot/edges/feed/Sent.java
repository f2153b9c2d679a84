package org.earshot.edges.feed;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.earshot.schema.AudioChunk;
import org.earshot.streams.framing.RecordFormat;

/** A Kafka that takes everything and shows it. */
public final class Sent {
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    private final RecordFormat<AudioChunk> format = RecordFormat.singleObject(new AudioChunk());

    public ChunkSender sender() {
        return new ChunkSender(producer, "earshot.audio", Clock.systemUTC());
    }

    EpochPublisher publisher(SourceHealth health) {
        return new EpochPublisher(sender(), health, WireEncoding.PCM, Duration.ofMillis(100), Clock.systemUTC());
    }

    public List<AudioChunk> chunks() {
        return producer.history().stream()
                .map(record -> format.decode(record.value()))
                .toList();
    }

    /** Ends of epochs so far. */
    public long ends() {
        return chunks().stream().filter(AudioChunk::getEndOfStream).count();
    }

    public long epochs() {
        return chunks().stream()
                .map(chunk -> chunk.getEpochId().toString())
                .distinct()
                .count();
    }

    public long bytes() {
        return chunks().stream()
                .mapToLong(chunk -> chunk.getSamples().remaining())
                .sum();
    }

    public static void await(BooleanSupplier condition) {
        long limit = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > limit) {
                throw new AssertionError("did not happen within 30 s");
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
