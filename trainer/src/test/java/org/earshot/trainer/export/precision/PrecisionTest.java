package org.earshot.trainer.export.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.ModelFile;
import org.earshot.trainer.export.NetworkWeights;
import org.earshot.trainer.export.OnnxModelWriter;
import org.earshot.trainer.export.OnnxModelWriterTest;
import org.earshot.trainer.export.TinyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrecisionTest {
    private static final int MELS = 64;
    private static final float[] CLIP = OnnxModelWriterTest.noise(311 * MELS);
    private final NetworkWeights weights = TinyModel.weights(TinyModel.SEED);

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"INT8", "FP16"})
    void shouldStayNearTheFullNetwork(Precision precision) {
        Scores full = score(Precision.FP32);

        Scores reduced = score(precision);

        float tolerance = precision == Precision.INT8 ? 0.03f : 0.003f;
        assertThat(reduced.tags()).containsExactly(full.tags(), within(tolerance));
        assertThat(reduced.activity()).containsExactly(full.activity(), within(2 * tolerance));
    }

    @Test
    void shouldHoldAllButTheFirstConvolutionAndTheHeadInEightBits() throws InvalidProtocolBufferException {
        byte[] file = bytes(Precision.INT8);

        List<Integer> types = new ArrayList<>();
        ModelProto.parseFrom(file).getGraph().getInitializerList().stream()
                .filter(tensor -> tensor.getName().endsWith(".weight"))
                .filter(tensor -> !tensor.getName().startsWith("frame"))
                .forEach(tensor -> types.add(tensor.getDataType()));

        // 1 is float32 and 3 int8 in onnx.proto.
        assertThat(types).hasSize(13).startsWith(1).endsWith(1);
        assertThat(types.subList(1, 12)).containsOnly(3);
    }

    @Test
    void shouldNameItselfInTheManifest() {
        assertThat(Precision.INT8.of(OnnxModelWriterTest.manifest(weights)).precision())
                .isEqualTo("int8");
        assertThat(OnnxModelWriterTest.manifest(weights).precision()).isEqualTo("fp32");
    }

    @Test
    void shouldAskForCalibrationClips() {
        assertThatThrownBy(() -> Precision.INT8.of(weights, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one clip");
    }

    @Test
    void shouldCutOffRareOutliersForTheSakeOfTheRest() {
        ActivationHistogram histogram = new ActivationHistogram();
        float[] values = new float[100_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) i / values.length;
        }

        for (int i = 0; i < 50; i++) {
            histogram.add(values);
        }
        histogram.add(new float[] {3});

        assertThat(histogram.best()).isBetween(0.95f, 1.3f);
    }

    @Test
    void shouldRoundToTheNearestHalf() {
        assertThat(HalfLayers.half(1)).isEqualTo((short) 0x3c00);
        assertThat(HalfLayers.half(-2)).isEqualTo((short) 0xc000);
        assertThat(HalfLayers.half(65_504)).isEqualTo((short) 0x7bff);
        assertThat(HalfLayers.half(0.1f)).isEqualTo((short) 0x2e66);
        assertThat(HalfLayers.half(6e-8f)).isEqualTo((short) 1);
        assertThat(HalfLayers.half(0)).isZero();
    }

    private byte[] bytes(Precision precision) {
        return OnnxModelWriter.bytes(precision.of(weights, List.of(CLIP)), OnnxModelWriterTest.manifest(weights));
    }

    private Scores score(Precision precision) {
        try (OnnxMaskNetwork network = OnnxMaskNetwork.open(
                ModelFile.read(bytes(precision), precision.name()),
                DeviceChoice.CPU,
                InferenceSettings.singleThreaded())) {
            return network.score(CLIP, 1, 311);
        }
    }
}
