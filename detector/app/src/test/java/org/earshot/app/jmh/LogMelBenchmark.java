package org.earshot.app.jmh;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.earshot.core.audio.Resampler;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.model.FrontEnd;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the front end costs: milliseconds of one core for a 10-s clip. Run with {@code java -cp ... org.openjdk.jmh.Main
 * LogMelBenchmark}; no test runs it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LogMelBenchmark {
    private final float[] clip = new float[480_000];
    private final LogMel wide = new LogMel(FrontEnd.wide16k());
    private final LogMel paper = new LogMel(FrontEnd.paper32k());
    private final Resampler from48k = new Resampler(48_000, 16_000);
    private final Resampler from44k = new Resampler(44_100, 16_000);
    private float sink;
    private double level;

    public LogMelBenchmark() {
        var random = new Random(1);
        for (int n = 0; n < clip.length; n++) {
            clip[n] = (float) random.nextGaussian() * 0.1f;
        }
    }

    @Benchmark
    public float logMelOfWide16k() {
        wide.push(clip, 0, 160_000, frame -> sink += frame[0]);
        return sink;
    }

    /** The same with the A-weighted level of each frame. */
    @Benchmark
    public double logMelAndLevelOfWide16k() {
        wide.push(clip, 0, 160_000, frame -> level += wide.weightedPower());
        return level;
    }

    @Benchmark
    public float logMelOfPaper32k() {
        paper.push(clip, 0, 320_000, frame -> sink += frame[0]);
        return sink;
    }

    @Benchmark
    public float resamplingFrom48k() {
        return resampled(from48k, 48_000);
    }

    @Benchmark
    public float resamplingFrom44k() {
        return resampled(from44k, 44_100);
    }

    /** In chunks of a second, as sources send them. */
    private float resampled(Resampler resampler, int rateHz) {
        for (int second = 0; second < 10; second++) {
            resampler.push(clip, second * rateHz, rateHz, (samples, offset, length) -> sink += samples[offset]);
        }
        return sink;
    }
}
