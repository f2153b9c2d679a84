package org.earshot.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ManifestJson;
import org.earshot.core.model.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

public class OnnxModelWriterTest {
    private static final int MELS = 64;
    private static final int FRAMES = 40;
    private static final long SEED = TinyModel.SEED;

    @Test
    void shouldWriteManifestAndContractsNames() throws OrtException {
        byte[] file = TinyModel.streaming(SEED);

        try (OrtSession session = open(file)) {
            assertThat(session.getInputNames()).containsExactly("log_mel");
            assertThat(session.getOutputNames())
                    .containsExactly("tags", "activity", "pool_numerator", "pool_denominator", "masks");
            Manifest manifest =
                    ManifestJson.read(session.getMetadata().getCustomMetadata().get(Manifest.METADATA_KEY));
            assertThat(manifest.receptiveFrames()).isEqualTo(12);
            assertThat(manifest.labels()).isEqualTo(TinyModel.LABELS);
        }
    }

    @ParameterizedTest
    @EnumSource(FrameWeighting.class)
    void shouldComputeWhatTheDefinitionSays(FrameWeighting weighting) throws OrtException {
        NetworkWeights weights =
                with(RatioPooling.fap(TinyModel.weights(SEED).pooling().alpha()), weighting);
        float[] logMel = noise(2 * FRAMES * MELS);

        Map<String, Object> outputs = run(OnnxModelWriter.bytes(weights, manifest(weights)), logMel, 2);

        ReferenceNetwork reference = new ReferenceNetwork(weights);
        for (int b = 0; b < 2; b++) {
            double[][][] masks =
                    reference.masks(Arrays.copyOfRange(logMel, b * FRAMES * MELS, (b + 1) * FRAMES * MELS), FRAMES);
            double[] tags = reference.tags(masks);
            for (int k = 0; k < weights.classes(); k++) {
                assertThat(((float[][]) outputs.get("tags"))[b][k]).isCloseTo((float) tags[k], within(1e-5f));
                for (int t = 0; t < FRAMES; t++) {
                    assertThat((float) at(outputs, "activity", b, k, t))
                            .isCloseTo((float) reference.activity(masks, k, t), within(1e-5f));
                    assertThat(at(outputs, "pool_numerator", b, k, t) / reference.numerator(masks, k, t))
                            .isCloseTo(1, within(1e-4));
                    assertThat(at(outputs, "pool_denominator", b, k, t) / reference.denominator(masks, k, t))
                            .isCloseTo(1, within(1e-4));
                    for (int f = 0; f < MELS; f++) {
                        assertThat(((float[][][][]) outputs.get("masks"))[b][k][t][f])
                                .isCloseTo((float) masks[k][t][f], within(1e-5f));
                    }
                }
            }
        }
    }

    @Test
    void shouldPoolByRankAndByMaximum() throws OrtException {
        float[] logMel = noise(FRAMES * MELS);
        NetworkWeights ranked = with(new RankPooling(0.99), FrameWeighting.MEAN);
        NetworkWeights greatest = with(new MaxPooling(), FrameWeighting.MEAN);

        float[][] byRank = (float[][])
                run(OnnxModelWriter.bytes(ranked, manifest(ranked)), logMel, 1).get("tags");
        float[][] byMaximum = (float[][]) run(OnnxModelWriter.bytes(greatest, manifest(greatest)), logMel, 1)
                .get("tags");

        double[][][] masks = new ReferenceNetwork(ranked).masks(logMel, FRAMES);
        for (int k = 0; k < masks.length; k++) {
            double[] ascending = Arrays.stream(masks[k])
                    .flatMapToDouble(Arrays::stream)
                    .sorted()
                    .toArray();
            double sum = 0;
            double weight = 0;
            for (int j = 0; j < ascending.length; j++) {
                sum += Math.pow(0.99, j) * ascending[ascending.length - 1 - j];
                weight += Math.pow(0.99, j);
            }
            assertThat((double) byRank[0][k]).isCloseTo(sum / weight, within(1e-5));
            assertThat((double) byMaximum[0][k]).isCloseTo(ascending[ascending.length - 1], within(1e-5));
        }
    }

    @Test
    void shouldPoolByMeanWhereAlphaIsZero() throws OrtException {
        float[] logMel = noise(FRAMES * MELS);
        NetworkWeights weights = with(RatioPooling.gap(3, MELS), FrameWeighting.MEAN);

        float[][] tags = (float[][]) run(OnnxModelWriter.bytes(weights, manifest(weights)), logMel, 1)
                .get("tags");

        double[][][] masks = new ReferenceNetwork(weights).masks(logMel, FRAMES);
        for (int k = 0; k < 3; k++) {
            double mean = Arrays.stream(masks[k])
                    .flatMapToDouble(Arrays::stream)
                    .average()
                    .orElseThrow();
            assertThat((double) tags[0][k]).isCloseTo(mean, within(1e-5));
        }
    }

    @ParameterizedTest
    @EnumSource(FrameWeighting.class)
    void shouldPoolWholeClipsWhereAlphaWouldOverflow(FrameWeighting weighting) throws OrtException {
        float[] logMel = noise(FRAMES * MELS);
        float[] alpha = {39, 120, 900};
        NetworkWeights weights = with(RatioPooling.ap(alpha, MELS), weighting);

        assertThat(weights.streams()).isFalse();
        Map<String, Object> outputs = run(OnnxModelWriter.bytes(weights, manifest(weights)), logMel, 1);

        ReferenceNetwork reference = new ReferenceNetwork(weights);
        double[][][] masks = reference.masks(logMel, FRAMES);
        for (int k = 0; k < alpha.length; k++) {
            double above = 0;
            double below = 0;
            for (double[] frame : masks[k]) {
                for (double m : frame) {
                    double e = Math.exp(alpha[k] * (m - 1));
                    above += m * e;
                    below += e;
                }
            }
            assertThat((double) ((float[][]) outputs.get("tags"))[0][k]).isCloseTo(above / below, within(1e-5));
            assertThat(at(outputs, "activity", 0, k, 7)).isBetween(0.0, 1.0);
        }
        assertThat(outputs).doesNotContainKey("pool_numerator");
    }

    @Test
    void shouldStreamUpToTheLargestAlphaThatIsSafe() {
        assertThat(RatioPooling.ap(new float[] {40}, MELS).streams()).isTrue();
        assertThat(RatioPooling.ap(new float[] {40.1f}, MELS).streams()).isFalse();
    }

    @Test
    void shouldLeaveOutPoolSumsWhereThePoolingHasNone() throws OrtException {
        byte[] file = TinyModel.wholeClips(SEED);

        try (OrtSession session = open(file)) {
            assertThat(session.getOutputNames()).containsExactly("tags", "activity", "masks");
        }
    }

    @Test
    void shouldRefuseManifestThatContradictsTheNetwork() {
        NetworkWeights streaming = TinyModel.weights(SEED);
        NetworkWeights ranked = with(new RankPooling(0.9998), FrameWeighting.MEAN);

        assertThatThrownBy(() -> OnnxModelWriter.bytes(ranked, manifest(streaming)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("streams is true in the manifest");
    }

    @Test
    void shouldWriteTheSameBytesForTheSameSeed() {
        assertThat(TinyModel.streaming(SEED)).isEqualTo(TinyModel.streaming(SEED));
    }

    public static Manifest manifest(NetworkWeights weights) {
        return TinyModel.manifest("test", weights, ActivityCurve.graph());
    }

    static NetworkWeights with(PoolingExport pooling, FrameWeighting weighting) {
        NetworkWeights w = TinyModel.weights(SEED);
        return new NetworkWeights(w.mels(), w.mean(), w.deviation(), w.layers(), w.head(), pooling, weighting);
    }

    public static float[] noise(int length) {
        Random random = new Random(7);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (-7 + 3 * random.nextGaussian());
        }
        return values;
    }

    private static double at(Map<String, Object> outputs, String name, int b, int k, int t) {
        return ((float[][][]) outputs.get(name))[b][k][t];
    }

    private static OrtSession open(byte[] file) throws OrtException {
        return OrtEnvironment.getEnvironment().createSession(file);
    }

    private static Map<String, Object> run(byte[] file, float[] logMel, int batch) throws OrtException {
        Map<String, Object> outputs = new HashMap<>();
        try (OrtSession session = open(file);
                OnnxTensor input = OnnxTensor.createTensor(
                        OrtEnvironment.getEnvironment(), FloatBuffer.wrap(logMel), new long[] {batch, FRAMES, MELS});
                OrtSession.Result result = session.run(Map.of("log_mel", input))) {
            for (var entry : result) {
                outputs.put(entry.getKey(), entry.getValue().getValue());
            }
        }
        return outputs;
    }
}
