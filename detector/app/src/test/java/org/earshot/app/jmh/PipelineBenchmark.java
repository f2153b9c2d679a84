package org.earshot.app.jmh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.earshot.core.decode.RunRules;
import org.earshot.core.decode.RunSink;
import org.earshot.core.decode.StreamingDecoder;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.detect.SourcePipeline;
import org.earshot.core.detect.state.StateStore;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.Thresholds;
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
 * What a source costs beside the network, for one second of sound at 16 kHz with 15 labels and ten blocks a clip. Run with
 * {@code java -cp ... org.openjdk.jmh.Main PipelineBenchmark -prof gc}: what is allocated is a few objects a block, and
 * nothing a frame. No test runs it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PipelineBenchmark {
    private static final int LABELS = 15;
    private static final int FRAMES_A_SECOND = 31;

    private final float[] second = new float[16_000];
    private final Manifest manifest = manifest();
    private final SourcePipeline pipeline = new SourcePipeline(
            manifest, DetectorSettings.of(manifest, 10), manifest.frontEnd().rateHz());
    private final SourcePipeline saved = new SourcePipeline(
            manifest, DetectorSettings.of(manifest, 10), manifest.frontEnd().rateHz());
    private final float[] input =
            new float[pipeline.maxBlockFrames() * manifest.frontEnd().mels()];
    private final Map<Integer, Scores> scores = new HashMap<>();
    private final StateStore store = new HeapStore();
    private final StreamingDecoder decoder = new StreamingDecoder(Thresholds.PAPER, RunRules.PAPER);
    private long frame;
    private long detections;
    /** Made once: made for each frame, it would be counted as the decoder's. */
    private final RunSink runs = run -> detections++;

    public PipelineBenchmark() {
        var random = new Random(1);
        for (int n = 0; n < second.length; n++) {
            second[n] = Math.round(random.nextGaussian() * 3_000) / 32_768f;
        }
    }

    @Benchmark
    public long secondOfSound() {
        hear(pipeline);
        return detections;
    }

    @Benchmark
    public long secondOfSoundSaved() {
        hear(saved);
        saved.save(store);
        return detections;
    }

    @Benchmark
    public long secondOfDecodingOneLabel() {
        for (int t = 0; t < FRAMES_A_SECOND; t++) {
            float activity = frame / 50 % 2 == 0 ? 0.05f : 0.3f;
            decoder.step(frame++, activity, 0.01, 1, 0.2f, runs);
        }
        return detections;
    }

    private void hear(SourcePipeline source) {
        source.accept(second, 0, second.length);
        while (source.readyBlocks() > 0) {
            int frames = source.nextBlockFrames();
            source.copyNextBlock(input, 0);
            source.apply(scores.computeIfAbsent(frames, PipelineBenchmark::scores), 0, detection -> detections++);
        }
    }

    private static Scores scores(int frames) {
        var random = new Random(frames);
        float[] activity = new float[LABELS * frames];
        float[] numerator = new float[LABELS * frames];
        float[] denominator = new float[LABELS * frames];
        for (int i = 0; i < activity.length; i++) {
            activity[i] = random.nextFloat() * 0.2f;
            denominator[i] = 64 + random.nextFloat();
            numerator[i] = activity[i] * denominator[i];
        }
        return new Scores(1, frames, LABELS, new float[LABELS], activity, numerator, denominator);
    }

    private static Manifest manifest() {
        List<String> labels = new ArrayList<>();
        List<Thresholds> thresholds = new ArrayList<>();
        for (int k = 0; k < LABELS; k++) {
            labels.add("label-" + k);
            thresholds.add(Thresholds.PAPER);
        }
        return new Manifest(
                "bench",
                "1",
                labels,
                FrontEnd.wide16k(),
                ActivityCurve.windowed(15),
                12,
                "fap",
                true,
                thresholds,
                10,
                10,
                List.of(),
                Map.of(),
                List.of(),
                0);
    }

    private static final class HeapStore implements StateStore {
        private final Map<String, byte[]> values = new HashMap<>();

        @Override
        public byte[] get(String key) {
            return values.get(key);
        }

        @Override
        public void put(String key, byte[] value) {
            values.put(key, value);
        }

        @Override
        public void delete(String key) {
            values.remove(key);
        }
    }
}
