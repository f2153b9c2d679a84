package org.earshot.trainer.export.precision;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.earshot.core.infer.NativeCalls;
import org.earshot.core.model.ModelException;
import org.earshot.core.model.TensorNames;
import org.earshot.trainer.export.FloatLayers;
import org.earshot.trainer.export.MaskGraph;
import org.earshot.trainer.export.NetworkWeights;
import org.earshot.trainer.export.OnnxGraph;
import org.earshot.trainer.export.OnnxModelWriter;

/**
 * Runs training clips through the float32 network and collects every feature map, to choose the ranges for eight bits.
 */
final class Calibration {
    private Calibration() {}

    /** @param clips each [frames][mels] of raw log-mel; a few dozen training clips are enough */
    static ActivationRanges of(NetworkWeights weights, List<float[]> clips) {
        if (clips.isEmpty()) {
            throw new IllegalArgumentException("int8: calibration needs at least one clip");
        }
        OnnxGraph graph = new OnnxGraph("calibration");
        graph.input(TensorNames.LOG_MEL, "batch", "frames", weights.mels());
        List<String> maps = new MaskGraph(weights, new FloatLayers()).addFeatureMaps(graph);
        maps.forEach(map -> graph.output(map, "batch", "channels", "frames", weights.mels()));
        ModelProto model = OnnxModelWriter.model(graph).build();
        List<ActivationHistogram> histograms = new ArrayList<>();
        maps.forEach(map -> histograms.add(new ActivationHistogram()));
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (NativeCalls.Call call = NativeCalls.begin();
                OrtSession session = environment.createSession(model.toByteArray())) {
            for (float[] clip : clips) {
                long[] shape = {1, clip.length / weights.mels(), weights.mels()};
                try (OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(clip), shape);
                        OrtSession.Result result = session.run(Map.of(TensorNames.LOG_MEL, input))) {
                    for (int i = 0; i < maps.size(); i++) {
                        OnnxTensor map = (OnnxTensor) result.get(i);
                        histograms.get(i).add(map.getFloatBuffer().array());
                    }
                }
            }
        } catch (OrtException e) {
            throw new ModelException(
                    "int8: calibration failed: " + e.getMessage().replace('\n', ' '), e);
        }
        float[] max = new float[histograms.size()];
        for (int i = 0; i < max.length; i++) {
            max[i] = histograms.get(i).best();
        }
        return new ActivationRanges(max);
    }
}
