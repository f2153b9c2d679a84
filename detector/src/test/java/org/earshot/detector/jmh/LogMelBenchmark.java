package org.earshot.detector.jmh;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.earshot.detector.dsp.LogMel;
import org.earshot.detector.model.FrontEnd;
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

/** Features of one second of sound; with the gc profiler, that nothing is allocated a frame. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class LogMelBenchmark {
    private final LogMel logMel = new LogMel(FrontEnd.wide16k());
    private final float[] second = second();

    @Benchmark
    public void oneSecond(Blackhole hole) {
        logMel.push(second, 0, second.length, hole::consume);
    }

    private static float[] second() {
        Random random = new Random(1);
        float[] samples = new float[16_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.1 * random.nextGaussian());
        }
        return samples;
    }
}
