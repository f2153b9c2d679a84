package org.earshot.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.earshot.core.audio.SampleFormat;
import org.earshot.core.audio.WavWriter;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.detect.BlockGrid;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.detect.Listener;
import org.earshot.core.detect.Scenes;
import org.earshot.core.detect.SourcePipeline;
import org.earshot.core.detect.TaggedClip;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.TestModels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAnalyzerTest {
    private static final FrontEnd FRONT_END = FrontEnd.wide16k();

    @TempDir
    static Path folder;

    private static OnnxMaskNetwork network;

    @BeforeAll
    static void open() {
        network = OnnxMaskNetwork.open(TestModels.tiny(), DeviceChoice.CPU, InferenceSettings.singleThreaded());
    }

    @AfterAll
    static void close() {
        network.close();
    }

    @Test
    void shouldScoreBlocksAsTheUncutStream() {
        float[] sound = Scenes.restlessSound(1, 25 * 16_000);
        float[] logMel = LogMel.of(FRONT_END, sound);
        for (int i = 0; i < logMel.length; i++) {
            logMel[i] = Math.round(logMel[i] * 1024) / 1024f;
        }
        int frames = logMel.length / 64;
        Scores whole = network.score(logMel, 1, frames);
        var grid = new BlockGrid(311, 10);
        var pipeline = new SourcePipeline(network.manifest(), settings(), 16_000);
        pipeline.accept(sound, 0, sound.length);
        pipeline.finish();

        for (int block = 0; pipeline.readyBlocks() > 0; block++) {
            float[] input = new float[pipeline.nextBlockFrames() * 64];
            pipeline.copyNextBlock(input, 0);
            Scores scores = network.score(input, 1, pipeline.nextBlockFrames());
            int before = (int) Math.min(12, grid.start(block));
            for (long t = grid.start(block); t < Math.min(frames, grid.end(block)); t++) {
                for (int k = 0; k < 3; k++) {
                    int at = scores.at(0, k, (int) (t - grid.start(block)) + before);
                    int expected = whole.at(0, k, (int) t);
                    assertThat(scores.activity()[at]).isEqualTo(whole.activity()[expected], within(1e-5f));
                    assertThat(scores.poolNumerator()[at] / scores.poolDenominator()[at])
                            .isEqualTo(
                                    whole.poolNumerator()[expected] / whole.poolDenominator()[expected], within(1e-5f));
                }
            }
            pipeline.apply(scores, 0, detection -> {});
        }
        assertThat(pipeline.isDone()).isTrue();
    }

    @Test
    void shouldHearAFileAsAPipelineHearsItsSamples() throws IOException {
        Path file = write("listen.wav", 44_100, Scenes.restlessSound(2, 44_100 * 13));
        var listener = new Listener(network, settings(), 44_100).hear(AudioFiles.readMono(file, 44_100));

        var report = new FileAnalyzer(network, settings()).listen(file);

        assertThat(report.samples()).isEqualTo(44_100 * 13);
        assertThat(report.rateHz()).isEqualTo(44_100);
        assertThat(report.events()).containsExactlyInAnyOrderElementsOf(listener.ended());
        assertThat(report.clips()).hasSameSizeAs(listener.clips);
    }

    @Test
    void shouldTagClipsOfTenSecondsAndCompleteTheLast() throws IOException {
        float[] sound = Scenes.restlessSound(3, 16_000 * 23);
        Path file = write("clips.wav", 16_000, sound);

        var report = new FileAnalyzer(network, settings()).clips(file);

        assertThat(report.clips()).extracting(TaggedClip::startSample).containsExactly(0L, 160_000L, 320_000L);
        assertThat(report.clips().get(2).endSample()).isEqualTo(368_000);
        for (int clip = 0; clip < 3; clip++) {
            float[] samples = Arrays.copyOfRange(sound, clip * 160_000, (clip + 1) * 160_000);
            float[] expected =
                    network.score(LogMel.of(FRONT_END, samples), 1, 311).tags();
            assertThat(report.clips().get(clip).tags()).containsExactly(expected, within(1e-5f));
        }
    }

    @Test
    void shouldTellEventsOfClipsInTheTimeOfTheFile() throws IOException {
        float[] sound = new float[16_000 * 20];
        System.arraycopy(Scenes.restlessSound(3, 16_000 * 8), 0, sound, 16_000 * 11, 16_000 * 8);
        Path file = write("later.wav", 16_000, sound);

        var report = new FileAnalyzer(network, settings()).clips(file);

        assertThat(report.events()).isNotEmpty().allMatch(e -> e.offsetSample() <= sound.length);
        assertThat(report.events()).isSortedAccordingTo((a, b) -> Long.compare(a.onsetSample(), b.onsetSample()));
    }

    @Test
    void shouldHearNothingInAFileWithoutSamples() throws IOException {
        Path file = write("empty.wav", 16_000, new float[0]);
        var analyzer = new FileAnalyzer(network, settings());

        assertThat(analyzer.listen(file).events()).isEmpty();
        assertThat(analyzer.clips(file).clips()).isEmpty();
    }

    private static DetectorSettings settings() {
        return DetectorSettings.of(network.manifest(), 10);
    }

    private static Path write(String name, int rateHz, float[] samples) throws IOException {
        Path file = folder.resolve(name);
        WavWriter.write(file, rateHz, SampleFormat.S16LE, samples);
        return file;
    }
}
