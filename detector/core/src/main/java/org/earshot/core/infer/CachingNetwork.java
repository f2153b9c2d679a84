package org.earshot.core.infer;

import static org.earshot.core.model.TensorNames.ACTIVITY;
import static org.earshot.core.model.TensorNames.LOG_MEL;
import static org.earshot.core.model.TensorNames.POOL_DENOMINATOR;
import static org.earshot.core.model.TensorNames.POOL_NUMERATOR;
import static org.earshot.core.model.TensorNames.TAGS;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelException;
import org.earshot.core.model.ModelFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mask network that reads a stream piece by piece, so that no frame is computed twice. Its layers' memory is a value that
 * the caller keeps per stream.
 *
 * <p>Safe for use by several threads; {@link #close()} must not run beside a call.
 */
public final class CachingNetwork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CachingNetwork.class);
    private static final Set<String> SCORES = Set.of(TAGS, ACTIVITY, POOL_NUMERATOR, POOL_DENOMINATOR);
    private static final double TOLERANCE = 1e-4;

    private final Manifest manifest;
    private final OrtSession session;
    private final List<CachedLayer> layers;
    private final LayerCache edge;
    private final ConcurrentLinkedQueue<LayerCache> spare = new ConcurrentLinkedQueue<>();
    private final InputBuffers buffers = new InputBuffers();

    private CachingNetwork(Manifest manifest, OrtSession session, List<CachedLayer> layers) {
        this.manifest = manifest;
        this.session = session;
        this.layers = layers;
        this.edge = LayerCache.edge(layers, manifest.frontEnd().mels());
    }

    /**
     * Derives the caching graph of a model and holds it against the plain one on a piece of noise.
     *
     * <p>On a CPU the graph is first optimised by the runtime and the caches are laid out as its kernels read them. Where that
     * cannot be done, or gives other scores, the model is taken as it was exported, and the runtime turns layouts round.
     *
     * @throws ModelException if the model cannot stream with caches
     * @throws DeviceException if a device asked for by name cannot be used
     */
    public static CachingNetwork open(ModelFile model, DeviceChoice device, InferenceSettings settings) {
        Manifest manifest = model.manifest();
        if (!manifest.streams()) {
            throw new ModelException(
                    "model " + manifest.name() + ": runs on whole clips only, so it has no layer caches");
        }
        SessionFactory sessions = new SessionFactory(device, settings);
        try (OnnxMaskNetwork plain = OnnxMaskNetwork.open(model, device, settings)) {
            if (plain.device().equals("cpu")) {
                Optional<CachingNetwork> optimised = optimised(model, sessions, plain);
                if (optimised.isPresent()) {
                    return optimised.get();
                }
            }
            return asExported(model, sessions, plain);
        }
    }

    private static CachingNetwork asExported(ModelFile model, SessionFactory sessions, OnnxMaskNetwork plain) {
        Manifest manifest = model.manifest();
        CachingGraph graph = graph(model.bytes(), manifest, CachingGraph.BLOCKS.get(0));
        try {
            return checked(
                    new CachingNetwork(manifest, sessions.open(graph.bytes()).session(), graph.layers()), plain);
        } catch (InferenceException e) {
            throw new ModelException(
                    "model " + manifest.name() + ": cannot be computed piece by piece: " + e.getMessage(), e);
        }
    }

    private static CachingGraph graph(byte[] model, Manifest manifest, int block) {
        CachingGraph graph = CachingGraph.of(model, manifest.frontEnd().mels(), block);
        if (graph.layers().isEmpty()) {
            throw new ModelException(
                    "model " + manifest.name() + ": no layer looks around in time, so none has a cache");
        }
        return graph;
    }

    /** How many channels this processor keeps together shows in the scores alone. */
    private static Optional<CachingNetwork> optimised(ModelFile model, SessionFactory sessions, OnnxMaskNetwork plain) {
        Manifest manifest = model.manifest();
        try {
            byte[] graph = sessions.optimisedForCpu(model.bytes());
            for (int block : CachingGraph.BLOCKS) {
                try {
                    CachingGraph caching = graph(graph, manifest, block);
                    return Optional.of(checked(
                            new CachingNetwork(manifest, sessions.openOptimised(caching.bytes()), caching.layers()),
                            plain));
                } catch (ModelException | InferenceException e) {
                    LOG.debug(
                            "model {}: no caches in blocks of {} channels: {}", manifest.name(), block, e.getMessage());
                }
            }
        } catch (IOException e) {
            LOG.debug("model {}: caches in the order of the exported graph: {}", manifest.name(), e.getMessage());
        }
        return Optional.empty();
    }

    private static CachingNetwork checked(CachingNetwork network, OnnxMaskNetwork plain) {
        try {
            network.compareWith(plain);
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /** What the model says of itself. */
    public Manifest manifest() {
        return manifest;
    }

    /** Memory of a stream's cache. */
    public int cacheBytes() {
        return LayerCache.running(layers, manifest.frontEnd().mels()).bytes();
    }

    /** Whether its caches have the layout that the runtime's kernels read, so that no layer converts it. */
    boolean turnsNoLayouts() {
        return layers.stream()
                .noneMatch(layer -> layer.channels() > 1 && layer.layout() instanceof CachedLayer.ChannelsFirst);
    }

    /** Takes back a cache that is no longer needed, so that its memory serves the next piece. */
    public void reuse(LayerCache cache) {
        spare.offer(cache);
    }

    /**
     * What a piece of a stream gave.
     *
     * @param scores of the frames that this piece completed; the tags speak of these alone
     * @param cache for the next piece
     */
    public record Piece(Scores scores, LayerCache cache) {}

    /**
     * Begins a stream. The first frames see nothing before them, as at the edge of a clip.
     *
     * @param logMel [frames][mels] from {@code offset}, raw log-mel
     * @param frames more than R
     * @return scores of the first {@code frames - R} frames of the piece
     */
    public Piece begin(float[] logMel, int offset, int frames) {
        if (frames <= manifest.receptiveFrames()) {
            throw new IllegalArgumentException(
                    "a stream must begin with more than " + manifest.receptiveFrames() + " frames, has " + frames);
        }
        return run(logMel, offset, frames, frames - manifest.receptiveFrames(), edge);
    }

    /**
     * Goes on with a stream.
     *
     * @param logMel [frames][mels] from {@code offset}: the frames after those of the piece before
     * @return scores of as many frames, R before the end of the piece
     */
    public Piece next(float[] logMel, int offset, int frames, LayerCache cache) {
        return run(logMel, offset, frames, frames, cache);
    }

    @Override
    public void close() {
        try (NativeCalls.Call call = NativeCalls.begin()) {
            session.close();
        } catch (OrtException e) {
            throw new InferenceException("ONNX Runtime cannot close the session: " + e.getMessage(), e);
        }
    }

    private Piece run(float[] logMel, int offset, int frames, int scored, LayerCache cache) {
        try (NativeCalls.Call call = NativeCalls.begin()) {
            return runNow(logMel, offset, frames, scored, cache);
        }
    }

    private Piece runNow(float[] logMel, int offset, int frames, int scored, LayerCache cache) {
        int mels = manifest.frontEnd().mels();
        FloatBuffer buffer = buffers.take(frames * mels);
        LayerCache next = spare.poll();
        if (next == null) {
            next = LayerCache.running(layers, mels);
        }
        Map<String, OnnxTensor> inputs = new HashMap<>();
        Map<String, OnnxTensor> outputs = new HashMap<>();
        try {
            buffer.put(logMel, offset, frames * mels).flip();
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            inputs.put(LOG_MEL, OnnxTensor.createTensor(environment, buffer, new long[] {1, frames, mels}));
            for (int i = 0; i < layers.size(); i++) {
                inputs.put(CachingGraph.input(i), tensor(environment, layers.get(i), cache.layer(i)));
                outputs.put(CachingGraph.output(i), tensor(environment, layers.get(i), next.layer(i)));
            }
            try (OrtSession.Result result = session.run(inputs, SCORES, outputs)) {
                return new Piece(scores(result, scored), next);
            }
        } catch (OrtException e) {
            throw new InferenceException(
                    "model " + manifest.name() + ": scoring a piece of " + frames + " frames failed: "
                            + e.getMessage().replace('\n', ' '),
                    e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
            outputs.values().forEach(OnnxTensor::close);
            buffers.give(buffer);
        }
    }

    private OnnxTensor tensor(OrtEnvironment environment, CachedLayer layer, ByteBuffer values) throws OrtException {
        int mels = manifest.frontEnd().mels();
        long[] shape = layer.shape(values.capacity() / layer.bytes(1, mels), mels);
        return OnnxTensor.createTensor(
                environment, values, shape, layer.quantised() ? OnnxJavaType.UINT8 : OnnxJavaType.FLOAT);
    }

    private Scores scores(OrtSession.Result result, int frames) throws OrtException {
        int classes = manifest.classes();
        return new Scores(
                1,
                frames,
                classes,
                values(result, TAGS, classes),
                values(result, ACTIVITY, classes * frames),
                values(result, POOL_NUMERATOR, classes * frames),
                values(result, POOL_DENOMINATOR, classes * frames));
    }

    private float[] values(OrtSession.Result result, String name, int expected) throws OrtException {
        float[] values = tensor(result, name).getFloatBuffer().array();
        if (values.length != expected) {
            throw new ModelException("model " + manifest.name() + ": with layer caches, " + name + " has "
                    + values.length + " values instead of " + expected);
        }
        return values;
    }

    private static OnnxTensor tensor(OrtSession.Result result, String name) {
        return (OnnxTensor)
                result.get(name).orElseThrow(() -> new ModelException("the output " + name + " is missing"));
    }

    /** A graph that looks around in time by other means than convolutions would go wrong unseen. */
    private void compareWith(OnnxMaskNetwork plain) {
        int context = manifest.receptiveFrames();
        int frames = 4 * context + 16;
        int mels = manifest.frontEnd().mels();
        float[] noise = new float[frames * mels];
        Random random = new Random(0);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (-7 + 3 * random.nextGaussian());
        }
        Scores whole = plain.score(noise, 1, frames);
        int first = 2 * context + 8;
        Piece begun = begin(noise, 0, first);
        Piece rest = next(noise, first * mels, frames - first, begun.cache());
        for (int t = 0; t < frames - context; t++) {
            Scores piece = t < first - context ? begun.scores() : rest.scores();
            int at = t < first - context ? t : t - (first - context);
            for (int k = 0; k < manifest.classes(); k++) {
                float expected = whole.activity()[whole.at(0, k, t)];
                if (!(Math.abs(expected - piece.activity()[piece.at(0, k, at)]) <= TOLERANCE)) {
                    throw new ModelException("model " + manifest.name() + ": differs with layer caches at frame " + t
                            + "; run it without");
                }
            }
        }
    }
}
