package org.earshot.detector.jmh;

import java.util.concurrent.TimeUnit;
import org.earshot.detector.decode.RunRules;
import org.earshot.detector.decode.StreamingDecoder;
import org.earshot.detector.model.Thresholds;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** The automaton of one label over the frames of a clip that holds one event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class DecoderBenchmark {
    private static final int FRAMES = 311;
    private final StreamingDecoder decoder = new StreamingDecoder(Thresholds.PAPER, new RunRules(10, 10, true));
    private long frame;

    @Benchmark
    public void oneClip(Blackhole hole) {
        for (int t = 0; t < FRAMES; t++) {
            decoder.step(frame++, t > 100 && t < 160 ? 0.5f : 0.02f, 1e-4, 1, 0.3f, hole::consume);
        }
    }
}
