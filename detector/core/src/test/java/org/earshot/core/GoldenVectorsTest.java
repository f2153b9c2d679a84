package org.earshot.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.decode.WindowedActivity;
import org.earshot.core.detect.Detection;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.detect.SourcePipeline;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.TestModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The chain from sound to events on one recording, held against numbers that both modules share: {@code log-mel.f32} was
 * computed in float64 by another program, {@code activity.f32} (pooled over 15 frames) in float64 from the layers' definition
 * of the tiny model, {@code events.tsv} from that curve.
 */
class GoldenVectorsTest {
    private static final Manifest MANIFEST = TestModels.tiny().manifest();
    private static final int HOP = MANIFEST.frontEnd().hopSamples();

    @Test
    void shouldComputeTheSharedLogMel() throws IOException {
        assertThat(LogMel.of(MANIFEST.frontEnd(), sound())).containsExactly(read("log-mel.f32"), within(1e-4f));
    }

    @Test
    void shouldComputeTheSharedActivity() throws IOException {
        float[] logMel = read("log-mel.f32");
        int frames = logMel.length / MANIFEST.frontEnd().mels();
        Scores scores;
        try (OnnxMaskNetwork network = open()) {
            scores = network.score(logMel, 1, frames);
        }

        float[] activity = new float[scores.activity().length];
        for (int k = 0; k < MANIFEST.classes(); k++) {
            WindowedActivity.of(
                    scores.poolNumerator(),
                    scores.poolDenominator(),
                    k * frames,
                    frames,
                    MANIFEST.activity(),
                    activity);
        }

        assertThat(activity).containsExactly(read("activity.f32"), within(1e-4f));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 61})
    void shouldTellTheSharedEvents(int blocks) throws IOException {
        SourcePipeline pipeline = new SourcePipeline(
                MANIFEST,
                DetectorSettings.of(MANIFEST, blocks),
                MANIFEST.frontEnd().rateHz());
        float[] sound = sound();
        List<String> events = new ArrayList<>();

        pipeline.accept(sound, 0, sound.length);
        pipeline.finish();
        try (OnnxMaskNetwork network = open()) {
            while (pipeline.readyBlocks() > 0) {
                int frames = pipeline.nextBlockFrames();
                float[] block = new float[frames * MANIFEST.frontEnd().mels()];
                pipeline.copyNextBlock(block, 0);
                pipeline.apply(network.score(block, 1, frames), 0, detection -> tell(detection, events));
            }
        }

        assertThat(events).containsExactlyInAnyOrderElementsOf(Files.readAllLines(path("events.tsv")));
    }

    private static void tell(Detection detection, List<String> events) {
        if (detection.phase() == Detection.Phase.ENDED) {
            events.add(detection.onsetSample() / HOP + "\t" + detection.offsetSample() / HOP + "\t"
                    + MANIFEST.labels().get(detection.label()));
        }
    }

    private static OnnxMaskNetwork open() {
        return OnnxMaskNetwork.open(TestModels.tiny(), DeviceChoice.CPU, InferenceSettings.singleThreaded());
    }

    private static float[] sound() {
        return AudioFiles.readMono(path("sound.wav"), MANIFEST.frontEnd().rateHz());
    }

    private static float[] read(String name) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path(name))).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    private static Path path(String name) {
        try {
            return Path.of(
                    GoldenVectorsTest.class.getResource("/golden/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
