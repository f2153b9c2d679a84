package org.earshot.app.jmh;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.AudioEncoding;
import org.earshot.streams.framing.SingleObjectSerde;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A chunk of one second to bytes and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class SerdeBenchmark {
    private final SingleObjectSerde<AudioChunk> serde = SingleObjectSerde.audioChunk();
    private final AudioChunk chunk = AudioChunk.newBuilder()
            .setSourceId("door")
            .setEpochId("e")
            .setSequence(0)
            .setFirstSample(0)
            .setCapturedAt(Instant.EPOCH)
            .setSampleRateHz(16_000)
            .setEncoding(AudioEncoding.PCM_S16LE)
            .setSamples(ByteBuffer.allocate(32_000))
            .build();
    private final byte[] bytes = serde.encode(chunk);

    @Benchmark
    public byte[] encode() {
        return serde.encode(chunk);
    }

    @Benchmark
    public AudioChunk decode() {
        return serde.decode(bytes);
    }
}
