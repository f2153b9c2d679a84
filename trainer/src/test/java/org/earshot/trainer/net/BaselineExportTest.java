package org.earshot.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.export.NetworkExport;
import org.earshot.trainer.export.OnnxModelWriter;
import org.earshot.trainer.net.block.TorchEngine;
import org.earshot.trainer.net.tagger.Networks;
import org.earshot.trainer.net.tagger.TaggingNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaselineExportTest {
    private static final int MELS = 64;
    private static final int FRAMES = 311;
    private static final List<String> LABELS = List.of("a", "b", "c");

    @ParameterizedTest
    @CsvSource({
        "attention, 1",
        "talnet, 1",
        "talnet-small, 1",
        "attention, 2",
        "talnet, 3",
        "talnet-small, 2",
        "attention, 400"
    })
    void shouldScoreInTheDetectorAsInTraining(String name, int stride) {
        float[] sound = noise();
        try (NDManager manager = TorchEngine.open(1).newSubManager();
                TaggingNetwork network = Networks.create(Nets.shortened(name, stride), 3, MELS, 1, manager)) {
            network.normalisation().set(filled(-6), filled(2));
            TaggingNetwork.Outputs expected = network.outputs(manager.create(sound, new Shape(1, FRAMES, MELS)));

            Scores actual = scored(network.export(), name, sound);

            assertClose(actual.tags(), expected.tags());
            assertClose(actual.activity(), expected.activity());
            assertThat(expected.activity().getShape()).isEqualTo(new Shape(1, 3, FRAMES));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"attention", "talnet", "talnet-small"})
    void shouldSayThatItRunsOnWholeClips(String name) {
        try (NDManager manager = TorchEngine.open(1).newSubManager();
                TaggingNetwork network = Networks.create(Nets.small(name, "fap"), 3, MELS, 1, manager)) {
            Manifest manifest =
                    ModelFile.read(bytes(network.export(), name), name).manifest();

            assertThat(manifest.streams()).isFalse();
        }
    }

    private static Scores scored(NetworkExport export, String name, float[] sound) {
        ModelFile file = ModelFile.read(bytes(export, name), name);
        try (OnnxMaskNetwork exported =
                OnnxMaskNetwork.open(file, DeviceChoice.CPU, InferenceSettings.singleThreaded())) {
            return exported.score(sound, 1, FRAMES);
        }
    }

    private static byte[] bytes(NetworkExport export, String name) {
        Manifest manifest = new Manifest(
                name,
                "1",
                LABELS,
                FrontEnd.wide16k(),
                ActivityCurve.graph(),
                export.receptiveFrames(),
                name,
                export.streams(),
                Collections.nCopies(LABELS.size(), Thresholds.PAPER),
                10,
                10,
                List.of(),
                Map.of(),
                List.of(),
                0);
        return OnnxModelWriter.bytes(export, manifest);
    }

    private static void assertClose(float[] actual, NDArray expected) {
        assertThat(actual).hasSize(Math.toIntExact(expected.size()));
        assertThat(actual).containsExactly(expected.toFloatArray(), Offset.offset(1e-5f));
    }

    private static float[] noise() {
        Random random = new Random(3);
        float[] sound = new float[FRAMES * MELS];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = -6 + 2 * (float) random.nextGaussian();
        }
        return sound;
    }

    private static float[] filled(float value) {
        float[] values = new float[MELS];
        java.util.Arrays.fill(values, value);
        return values;
    }
}
