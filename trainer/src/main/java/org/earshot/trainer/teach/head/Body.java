package org.earshot.trainer.teach.head;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.earshot.core.infer.InferenceException;
import org.earshot.core.infer.NativeCalls;
import org.earshot.core.model.ModelException;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.TensorNames;

/**
 * The frozen body of a model in ONNX Runtime: log-mel to its last feature map, once for each scene, a core a scene.
 *
 * <p>Safe for use by several threads; {@link #close()} must not run beside a call.
 */
public final class Body implements AutoCloseable {
    private static final int CALIBRATED = 24;

    private final BodyGraph graph;
    private final int mels;
    private final int context;
    private final OrtSession session;

    private Body(BodyGraph graph, int mels, int context, OrtSession session) {
        this.graph = graph;
        this.mels = mels;
        this.context = context;
        this.session = session;
    }

    /** @throws ModelException if ONNX Runtime refuses the graph */
    public static Body open(ModelFile model) {
        int mels = model.manifest().frontEnd().mels();
        BodyGraph graph = BodyGraph.of(model.bytes(), mels);
        try (NativeCalls.Call call = NativeCalls.begin();
                SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            return new Body(
                    graph,
                    mels,
                    model.manifest().receptiveFrames(),
                    OrtEnvironment.getEnvironment().createSession(graph.bytes(), options));
        } catch (OrtException e) {
            throw new ModelException("ONNX Runtime refuses the body: " + oneLine(e), e);
        }
    }

    public int channels() {
        return graph.channels();
    }

    /**
     * What the body makes of scenes.
     *
     * @param steps [channels], see {@link SceneFeatures}
     * @param sizes [channels], root mean square of each channel, positive
     * @param scenes in the order given
     */
    public record Features(float[] steps, float[] sizes, List<SceneFeatures> scenes) {}

    /** @param scenes each [context + frames + context][mels] of log-mel */
    public Features run(List<float[]> scenes, DoubleConsumer progress) {
        float[] largest = new float[channels()];
        double[] squares = new double[channels()];
        int count = 0;
        int stride = Math.max(1, scenes.size() / CALIBRATED);
        for (int i = 0; i < scenes.size(); i += stride) {
            float[] phi = features(scenes.get(i));
            int plane = phi.length / channels();
            for (int c = 0; c < largest.length; c++) {
                for (int at = c * plane; at < (c + 1) * plane; at++) {
                    largest[c] = Math.max(largest[c], phi[at]);
                    squares[c] += phi[at] * phi[at];
                }
            }
            count += plane;
        }
        float[] steps = new float[largest.length];
        float[] sizes = new float[largest.length];
        double all = 0;
        for (double square : squares) {
            all += square / count / squares.length;
        }
        for (int c = 0; c < steps.length; c++) {
            steps[c] = Math.max(largest[c], 1e-6f) / 255;
            // A channel that is all but silent would else learn from its noise.
            sizes[c] = (float) Math.sqrt(squares[c] / count + 1e-4 * all + 1e-12);
        }
        return new Features(steps, sizes, run(scenes, steps, progress));
    }

    /** The same for further scenes, in the steps of those before. */
    public List<SceneFeatures> run(List<float[]> scenes, Features before) {
        return run(scenes, before.steps(), share -> {});
    }

    private List<SceneFeatures> run(List<float[]> scenes, float[] steps, DoubleConsumer progress) {
        AtomicInteger done = new AtomicInteger();
        SceneFeatures[] features = new SceneFeatures[scenes.size()];
        IntStream.range(0, features.length).parallel().forEach(i -> {
            float[] phi = features(scenes.get(i));
            features[i] = SceneFeatures.of(phi, steps, phi.length / channels() / mels, mels);
            progress.accept((double) done.incrementAndGet() / features.length);
        });
        return List.of(features);
    }

    /** The last feature map without the context, [channels][frames][mels]. */
    private float[] features(float[] logMel) {
        int frames = logMel.length / mels;
        long[] shape = {1, frames, mels};
        try (NativeCalls.Call call = NativeCalls.begin();
                OnnxTensor input =
                        OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), FloatBuffer.wrap(logMel), shape);
                OrtSession.Result result = session.run(Map.of(TensorNames.LOG_MEL, input))) {
            FloatBuffer map = ((OnnxTensor) result.get(0)).getFloatBuffer();
            int kept = (frames - 2 * context) * mels;
            float[] phi = new float[channels() * kept];
            for (int c = 0; c < channels(); c++) {
                map.position((c * frames + context) * mels);
                map.get(phi, c * kept, kept);
            }
            return phi;
        } catch (OrtException e) {
            throw new InferenceException("the body fails on " + frames + " frames: " + oneLine(e), e);
        }
    }

    @Override
    public void close() {
        try (NativeCalls.Call call = NativeCalls.begin()) {
            session.close();
        } catch (OrtException e) {
            throw new InferenceException("ONNX Runtime cannot close the session: " + oneLine(e), e);
        }
    }

    private static String oneLine(OrtException e) {
        return e.getMessage().replace('\n', ' ');
    }
}
