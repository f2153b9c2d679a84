package org.earshot.trainer.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.audio.flac.FlacWriter;
import org.earshot.core.detect.Detection;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.files.FileAnalyzer;
import org.earshot.core.files.FileReport;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.eval.metric.EventRow;
import org.earshot.trainer.eval.score.ClipScorer;
import org.earshot.trainer.eval.score.ClipScores;
import org.earshot.trainer.eval.score.EventDecoder;
import org.earshot.trainer.eval.score.ScoredSet;
import org.earshot.trainer.export.TinyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured is what runs: clips scored for measuring give the events that the detector reports of their files. */
class StreamParityTest {
    @TempDir
    Path folder;

    @Test
    void shouldFindTheEventsThatTheDetectorReports() throws IOException {
        Path file = folder.resolve("tones.flac");
        FlacWriter.write(file, 16_000, tones());
        ModelFile model = ModelFile.read(TinyModel.streaming(1), "tiny");
        try (MaskNetwork network = OnnxMaskNetwork.open(model, DeviceChoice.CPU, InferenceSettings.singleThreaded())) {
            Manifest manifest = network.manifest();
            float[] samples = AudioFiles.readMono(file, 16_000);
            float[] logMel = LogMel.of(manifest.frontEnd(), samples);
            ClipScores scores =
                    new ClipScorer(network, 10).score(logMel, 1, 311).get(0);
            List<Thresholds> thresholds = new ArrayList<>();
            for (int k = 0; k < manifest.classes(); k++) {
                thresholds.add(between(scores.activity()[k]));
            }
            DetectorSettings settings = DetectorSettings.of(manifest, 10).withThresholds(thresholds);

            FileReport report = new FileAnalyzer(network, settings).listen(file);

            List<EventRow> expected = report.events().stream()
                    .sorted(Comparator.comparingInt(Detection::label).thenComparingLong(Detection::onsetSample))
                    .map(d -> new EventRow(
                            "tones.flac",
                            report.seconds(d.onsetSample()),
                            report.seconds(d.offsetSample()),
                            manifest.labels().get(d.label())))
                    .toList();
            ScoredSet set = new ScoredSet(
                    manifest.labels(),
                    manifest.frontEnd().frameSeconds(),
                    10,
                    List.of("tones.flac"),
                    List.of(new boolean[manifest.classes()]),
                    List.of(List.of()),
                    List.of(scores));
            List<EventRow> found = set.detections(0, EventDecoder.of(EventDecoder.Mode.STREAM, manifest), thresholds);
            assertThat(found).isNotEmpty().hasSameSizeAs(expected);
            for (int i = 0; i < found.size(); i++) {
                assertThat(found.get(i).label()).isEqualTo(expected.get(i).label());
                assertThat(found.get(i).onsetSeconds())
                        .isCloseTo(expected.get(i).onsetSeconds(), within(1e-6));
                assertThat(found.get(i).offsetSeconds())
                        .isCloseTo(expected.get(i).offsetSeconds(), within(1e-6));
            }
        }
    }

    /** Thresholds that no value of the curve comes near, so that the stream's rounding of frames decides nothing. */
    private static Thresholds between(float[] curve) {
        float[] sorted = curve.clone();
        Arrays.sort(sorted);
        return new Thresholds(0, widestGap(sorted, 0.65, 0.9), widestGap(sorted, 0.4, 0.6));
    }

    private static float widestGap(float[] sorted, double from, double to) {
        int widest = (int) (from * sorted.length);
        for (int i = widest; i < to * sorted.length; i++) {
            widest = sorted[i + 1] - sorted[i] > sorted[widest + 1] - sorted[widest] ? i : widest;
        }
        return (sorted[widest] + sorted[widest + 1]) / 2;
    }

    private static float[] tones() {
        Random random = new Random(3);
        float[] samples = new float[160_000];
        double[] hz = {200, 1000, 5000};
        for (int n = 0; n < samples.length; n++) {
            double tone = 0;
            for (int k = 0; k < 3; k++) {
                int from = 16_000 + k * 40_000;
                tone += n >= from && n < from + 24_000 ? 0.4 * Math.sin(2 * Math.PI * hz[k] * n / 16_000) : 0;
            }
            samples[n] = (float) (tone + 0.003 * random.nextGaussian());
        }
        return samples;
    }
}
