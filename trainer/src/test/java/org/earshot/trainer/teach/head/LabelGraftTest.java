package org.earshot.trainer.teach.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelException;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.ShippedModels;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.export.TinyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelGraftTest {
    private static final Thresholds THRESHOLDS = new Thresholds(0.3f, 0.5f, 0.25f);
    private static final int FRAMES = 61;

    private final ModelFile tiny = ModelFile.read(TinyModel.streaming(TinyModel.SEED), "tiny");

    /** The vector kernels of ONNX Runtime take several labels, frames and clips at once; nothing of it may be seen. */
    @ParameterizedTest
    @CsvSource({"tiny, fp32", "light, fp32", "full, fp32", "full, int8"})
    void shouldLeaveEveryBitOfTheOtherLabelsAsItWas(String name, String precision) throws OrtException {
        ModelFile before = name.equals("tiny") ? tiny : ShippedModels.open(name, precision);
        Manifest manifest = before.manifest();
        int channels = HeadTensors.of(before).channels();

        ModelFile after = taught(before, "doorbell", head(channels));
        ModelFile twice = taught(after, "kettle", head(channels));
        ModelFile other = ModelFile.read(LabelGraft.without(twice, "doorbell", "x"), "other");

        for (int batch = 1; batch <= 3; batch += 2) {
            Map<String, float[]> old = run(before, batch);
            for (ModelFile grown : List.of(after, twice, other)) {
                Map<String, float[]> now = run(grown, batch);
                int all = grown.manifest().classes();
                old.forEach((output, values) -> assertSame(output, values, now.get(output), manifest.classes(), all));
            }
        }
    }

    @Test
    void shouldPutTheNewLabelLastWithAllThatBelongsToIt() {
        ModelFile after = taught(tiny, "doorbell", head(4));

        Manifest manifest = after.manifest();
        assertThat(manifest.labels()).containsExactly("low", "middle", "high", "doorbell");
        assertThat(manifest.thresholds().get(3)).isEqualTo(THRESHOLDS);
        assertThat(manifest.alpha().get(3)).hasSize(64).containsOnly(2f);
        assertThat(manifest.training()).containsKey("taught");
    }

    @Test
    void shouldPutARetrainedLabelInItsOwnPlace() throws OrtException {
        ModelFile after = taught(tiny, "middle", head(4));

        assertThat(after.manifest().labels()).containsExactly("low", "middle", "high");
        Map<String, float[]> old = run(tiny, 1);
        Map<String, float[]> now = run(after, 1);
        assertThat(now.get("tags")[0]).isEqualTo(old.get("tags")[0]);
        assertThat(now.get("tags")[1]).isNotEqualTo(old.get("tags")[1]);
        assertThat(now.get("tags")[2]).isEqualTo(old.get("tags")[2]);
    }

    @Test
    void shouldBeWhatItWasOnceTheLabelIsTakenOut() throws OrtException {
        ModelFile after = taught(tiny, "doorbell", head(4));

        ModelFile back = ModelFile.read(LabelGraft.without(after, "doorbell", "tiny"), "back");

        assertThat(back.manifest().labels()).isEqualTo(tiny.manifest().labels());
        assertThat(back.manifest().alpha()).isEqualTo(tiny.manifest().alpha());
        Map<String, float[]> old = run(tiny, 2);
        run(back, 2).forEach((output, values) -> assertThat(values).isEqualTo(old.get(output)));
    }

    @Test
    void shouldTakeOutALabelInTheMiddle() throws OrtException {
        ModelFile left = ModelFile.read(LabelGraft.without(tiny, "middle", "two"), "two");

        assertThat(left.manifest().labels()).containsExactly("low", "high");
        float[] old = run(tiny, 2).get("tags");
        assertThat(run(left, 2).get("tags")).containsExactly(old[0], old[2], old[3], old[5]);
    }

    @Test
    void shouldNameTheLabelsWhereOneIsNotThere() {
        assertThatThrownBy(() -> LabelGraft.without(tiny, "dog", "x"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("has no label dog; its labels are low, middle, high");
    }

    private static ModelFile taught(ModelFile file, String label, FapHead head) {
        byte[] bytes = LabelGraft.with(
                file, new LabelGraft.Label(label, head, THRESHOLDS, Map.of()), "taught", Map.of("note", "a test"));
        return ModelFile.read(bytes, "taught");
    }

    private static FapHead head(int channels) {
        Random random = new Random(9);
        float[] weights = new float[channels];
        for (int c = 0; c < channels; c++) {
            weights[c] = (float) random.nextGaussian();
        }
        float[] alpha = new float[64];
        Arrays.fill(alpha, 2);
        return new FapHead(weights, -1, alpha);
    }

    /** Outputs are [batch][labels][...]: compares the first labels of each clip. */
    private static void assertSame(String output, float[] old, float[] now, int known, int all) {
        int each = output.equals("tags") ? 1 : output.equals("masks") ? FRAMES * 64 : FRAMES;
        int batch = old.length / known / each;
        for (int b = 0; b < batch; b++) {
            for (int i = 0; i < known * each; i++) {
                if (Float.floatToRawIntBits(old[b * known * each + i])
                        != Float.floatToRawIntBits(now[b * all * each + i])) {
                    throw new AssertionError(output + " of clip " + b + " differs at " + i + ": "
                            + old[b * known * each + i] + " became " + now[b * all * each + i]);
                }
            }
        }
    }

    private static Map<String, float[]> run(ModelFile model, int batch) throws OrtException {
        Random random = new Random(batch);
        float[] logMel = new float[batch * FRAMES * 64];
        for (int i = 0; i < logMel.length; i++) {
            logMel[i] = (float) (-6.5 + 1.5 * random.nextGaussian());
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, float[]> outputs = new LinkedHashMap<>();
        try (OrtSession session = environment.createSession(model.bytes());
                OnnxTensor input =
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(logMel), new long[] {batch, FRAMES, 64});
                OrtSession.Result result = session.run(Map.of("log_mel", input))) {
            for (Map.Entry<String, OnnxValue> output : result) {
                outputs.put(
                        output.getKey(),
                        ((OnnxTensor) output.getValue()).getFloatBuffer().array());
            }
        }
        return outputs;
    }
}
