package org.earshot.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.ModelException;
import org.earshot.core.model.ModelFile;
import org.earshot.trainer.export.precision.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxModelReaderTest {
    private static final float[] CLIP = OnnxModelWriterTest.noise(60 * 64);

    @ParameterizedTest
    @EnumSource(FrameWeighting.class)
    void shouldReadWhatWasWritten(FrameWeighting weighting) {
        NetworkWeights written = OnnxModelWriterTest.with(
                RatioPooling.fap(TinyModel.weights(TinyModel.SEED).pooling().alpha()), weighting);
        ModelFile file = file(written);

        NetworkWeights read = OnnxModelReader.read(file);

        assertThat(read.frameWeighting()).isEqualTo(weighting);
        assertThat(read.receptiveFrames()).isEqualTo(12);
        assertSame(file, file(read));
    }

    @Test
    void shouldReadOtherPoolings() {
        for (PoolingExport pooling : List.of(
                new MaxPooling(),
                new RankPooling(0.9998),
                RatioPooling.gap(3, 64),
                RatioPooling.ap(new float[] {1, 20, 300}, 64))) {
            ModelFile file = file(OnnxModelWriterTest.with(pooling, FrameWeighting.MEAN));

            assertSame(file, file(OnnxModelReader.read(file)));
        }
    }

    @Test
    void shouldRefuseReducedFile() {
        NetworkWeights weights = TinyModel.weights(TinyModel.SEED);
        ModelFile file = ModelFile.read(
                OnnxModelWriter.bytes(
                        Precision.FP16.of(weights, List.of()),
                        Precision.FP16.of(OnnxModelWriterTest.manifest(weights))),
                "half");

        assertThatThrownBy(() -> OnnxModelReader.read(file))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("is fp16");
    }

    private static ModelFile file(NetworkWeights weights) {
        return ModelFile.read(OnnxModelWriter.bytes(weights, OnnxModelWriterTest.manifest(weights)), "m");
    }

    private static void assertSame(ModelFile expected, ModelFile actual) {
        assertThat(score(actual).tags()).containsExactly(score(expected).tags(), within(1e-6f));
        assertThat(score(actual).activity()).containsExactly(score(expected).activity(), within(1e-6f));
    }

    private static Scores score(ModelFile file) {
        try (OnnxMaskNetwork network =
                OnnxMaskNetwork.open(file, DeviceChoice.CPU, InferenceSettings.singleThreaded())) {
            return network.score(CLIP, 1, 60);
        }
    }
}
