package org.earshot.core.infer;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelException;
import org.earshot.core.model.ModelFile;

/**
 * A mask network that reads a stream piece by piece, so that no frame is computed twice. Its layers' memory is a value that
 * the caller keeps per stream.
 *
 * <p>Safe for use by several threads; {@link #close()} must not run beside a call.
 */
public final class CachingNetwork implements AutoCloseable {
    private static final double TOLERANCE = 1e-4;

    private final Manifest manifest;
    private final OrtSession session;
    private final List<CachingGraph.CachedLayer> layers;
    private final InputBuffers buffers = new InputBuffers();

    private CachingNetwork(Manifest manifest, OrtSession session, List<CachingGraph.CachedLayer> layers) {
        this.manifest = manifest;
        this.session = session;
        this.layers = layers;
    }

    /**
     * Derives the caching graph of a model and holds it against the plain one on a piece of noise.
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
        CachingGraph graph = CachingGraph.of(model.bytes(), manifest.frontEnd().mels());
        OrtSession session =
                new SessionFactory(device, settings).open(graph.bytes()).session();
        CachingNetwork network = new CachingNetwork(manifest, session, graph.layers());
        try (OnnxMaskNetwork plain = OnnxMaskNetwork.open(model, device, settings)) {
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
        int mels = manifest.frontEnd().mels();
        return layers.stream()
                .mapToInt(layer -> layer.values(mels) * (layer.quantised() ? 1 : Float.BYTES))
                .sum();
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
        return run(logMel, offset, frames, frames - manifest.receptiveFrames(), zeros());
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
        try {
            session.close();
        } catch (OrtException e) {
            throw new InferenceException("ONNX Runtime cannot close the session: " + e.getMessage(), e);
        }
    }

    private LayerCache zeros() {
        int mels = manifest.frontEnd().mels();
        ByteBuffer[] zeros = new ByteBuffer[layers.size()];
        for (int i = 0; i < zeros.length; i++) {
            int values = layers.get(i).values(mels) / 2;
            zeros[i] = direct(layers.get(i).quantised() ? values : values * Float.BYTES);
        }
        return new LayerCache(zeros);
    }

    private Piece run(float[] logMel, int offset, int frames, int scored, LayerCache cache) {
        int mels = manifest.frontEnd().mels();
        FloatBuffer buffer = buffers.take(frames * mels);
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            buffer.put(logMel, offset, frames * mels).flip();
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            inputs.put("log_mel", OnnxTensor.createTensor(environment, buffer, new long[] {1, frames, mels}));
            for (int i = 0; i < layers.size(); i++) {
                inputs.put(CachingGraph.input(i), tensor(environment, layers.get(i), cache.layer(i)));
            }
            try (OrtSession.Result result = session.run(inputs)) {
                return new Piece(scores(result, scored), cache(result));
            }
        } catch (OrtException e) {
            throw new InferenceException(
                    "model " + manifest.name() + ": scoring a piece of " + frames + " frames failed: "
                            + e.getMessage().replace('\n', ' '),
                    e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
            buffers.give(buffer);
        }
    }

    private OnnxTensor tensor(OrtEnvironment environment, CachingGraph.CachedLayer layer, ByteBuffer values)
            throws OrtException {
        int mels = manifest.frontEnd().mels();
        int size = layer.quantised() ? 1 : Float.BYTES;
        long[] shape = {1, layer.channels(), values.capacity() / (layer.channels() * mels * size), mels};
        return OnnxTensor.createTensor(
                environment, values, shape, layer.quantised() ? OnnxJavaType.UINT8 : OnnxJavaType.FLOAT);
    }

    private Scores scores(OrtSession.Result result, int frames) throws OrtException {
        int classes = manifest.classes();
        return new Scores(
                1,
                frames,
                classes,
                values(result, "tags", classes),
                values(result, "activity", classes * frames),
                values(result, "pool_numerator", classes * frames),
                values(result, "pool_denominator", classes * frames));
    }

    private LayerCache cache(OrtSession.Result result) throws OrtException {
        ByteBuffer[] copies = new ByteBuffer[layers.size()];
        for (int i = 0; i < copies.length; i++) {
            ByteBuffer values = tensor(result, CachingGraph.output(i)).getByteBuffer();
            copies[i] = direct(values.remaining()).put(values).flip();
        }
        return new LayerCache(copies);
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

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
