package org.earshot.core.infer;

import static org.earshot.core.model.TensorNames.ACTIVITY;
import static org.earshot.core.model.TensorNames.LOG_MEL;
import static org.earshot.core.model.TensorNames.MASKS;
import static org.earshot.core.model.TensorNames.POOL_DENOMINATOR;
import static org.earshot.core.model.TensorNames.POOL_NUMERATOR;
import static org.earshot.core.model.TensorNames.TAGS;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelException;
import org.earshot.core.model.ModelFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mask network in ONNX Runtime: one session, whose outputs were tried out once when it was opened.
 *
 * <p>Safe for use by several threads; {@link #close()} must not run beside a call.
 */
public final class OnnxMaskNetwork implements MaskNetwork {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxMaskNetwork.class);

    private final ModelFile model;
    private final InferenceSettings settings;
    private final OrtSession session;
    private final String device;
    private final Set<String> scoreOutputs;
    private final InputBuffers buffers = new InputBuffers();
    private volatile int deviceBatch;

    private OnnxMaskNetwork(ModelFile model, InferenceSettings settings, SessionFactory.Opened opened) {
        this.model = model;
        this.settings = settings;
        this.session = opened.session();
        this.device = opened.device();
        this.deviceBatch = settings.maxBatch();
        Set<String> outputs = new LinkedHashSet<>(Set.of(TAGS, ACTIVITY));
        if (model.manifest().streams()) {
            outputs.add(POOL_NUMERATOR);
            outputs.add(POOL_DENOMINATOR);
        }
        this.scoreOutputs = outputs;
    }

    /**
     * Loads a model onto a device and tries it out.
     *
     * @throws DeviceException if a device asked for by name cannot be used
     * @throws ModelException if ONNX Runtime refuses the graph, or its outputs are not what the manifest says
     */
    public static OnnxMaskNetwork open(ModelFile model, DeviceChoice device, InferenceSettings settings) {
        String name = model.manifest().name();
        SessionFactory.Opened opened;
        try {
            opened = new SessionFactory(device, settings).open(model.bytes());
        } catch (ModelException e) {
            throw new ModelException("model " + name + ": " + e.getMessage(), e);
        }
        OnnxMaskNetwork network = new OnnxMaskNetwork(model, settings, opened);
        try {
            network.tryOut();
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e instanceof InferenceException
                    ? new ModelException("model " + name + ": fails on its first block: " + e.getMessage(), e)
                    : e;
        }
    }

    @Override
    public Manifest manifest() {
        return model.manifest();
    }

    @Override
    public String sha256() {
        return model.sha256();
    }

    @Override
    public String device() {
        return device;
    }

    @Override
    public Scores score(float[] logMel, int batch, int frames) {
        check(logMel, batch, frames);
        int most = deviceBatch;
        if (batch <= most) {
            return scoreAtOnce(logMel, 0, batch, frames);
        }
        Scores whole = empty(batch, frames);
        for (int first = 0; first < batch; first += most) {
            int size = Math.min(most, batch - first);
            copy(scoreAtOnce(logMel, first, size, frames), whole, first);
        }
        return whole;
    }

    /**
     * Tries out how many blocks the device should get at once, up to the largest batch of the settings, and keeps to it.
     * On one core a single block is often fastest, because its feature maps stay in the cache.
     *
     * @param frames of the blocks that will be scored, context included
     * @param budget about how long that may take
     * @return the number chosen
     */
    public int calibrate(int frames, Duration budget) {
        BatchCalibration calibration = new BatchCalibration(settings.maxBatch(), budget);
        float[] blocks =
                new float[settings.maxBatch() * frames * manifest().frontEnd().mels()];
        deviceBatch = calibration.choose(batch -> scoreAtOnce(blocks, 0, batch, frames));
        LOG.info(
                "device {}: {} blocks of {} frames at once, of at most {}",
                device,
                deviceBatch,
                frames,
                settings.maxBatch());
        return deviceBatch;
    }

    @Override
    public int batchWorthWaitingFor() {
        return deviceBatch;
    }

    @Override
    public boolean givesMasks() {
        return model.givesMasks();
    }

    @Override
    public float[] masks(float[] logMel, int frames) {
        check(logMel, 1, frames);
        if (!model.givesMasks()) {
            throw new ModelException("model " + manifest().name() + ": gives no masks, so sounds cannot be separated");
        }
        int mels = manifest().frontEnd().mels();
        return run(
                logMel,
                0,
                new long[] {1, frames, mels},
                Set.of(MASKS),
                result -> values(result, MASKS, 1, manifest().classes(), frames, mels));
    }

    @Override
    public void close() {
        try (NativeCalls.Call call = NativeCalls.begin()) {
            session.close();
        } catch (OrtException e) {
            throw new InferenceException("ONNX Runtime cannot close the session: " + e.getMessage(), e);
        }
    }

    private Scores scoreAtOnce(float[] logMel, int first, int batch, int frames) {
        int classes = manifest().classes();
        int mels = manifest().frontEnd().mels();
        boolean streams = manifest().streams();
        return run(
                logMel,
                first * frames * mels,
                new long[] {batch, frames, mels},
                scoreOutputs,
                result -> new Scores(
                        batch,
                        frames,
                        classes,
                        values(result, TAGS, batch, classes),
                        values(result, ACTIVITY, batch, classes, frames),
                        streams ? values(result, POOL_NUMERATOR, batch, classes, frames) : null,
                        streams ? values(result, POOL_DENOMINATOR, batch, classes, frames) : null));
    }

    private <T> T run(float[] logMel, int offset, long[] shape, Set<String> outputs, Reader<T> reader) {
        int length = Math.toIntExact(shape[0] * shape[1] * shape[2]);
        FloatBuffer buffer = buffers.take(length);
        try {
            buffer.put(logMel, offset, length).flip();
            try (NativeCalls.Call call = NativeCalls.begin();
                    OnnxTensor input = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), buffer, shape);
                    OrtSession.Result result = session.run(Map.of(LOG_MEL, input), outputs)) {
                return reader.read(result);
            }
        } catch (OrtException e) {
            throw new InferenceException(
                    "model " + manifest().name() + " on " + device + ": scoring " + shape[0] + " blocks of " + shape[1]
                            + " frames failed: " + e.getMessage().replace('\n', ' '),
                    e);
        } finally {
            buffers.give(buffer);
        }
    }

    private float[] values(OrtSession.Result result, String name, long... expected) throws OrtException {
        OnnxValue value = result.get(name).orElseThrow(() -> new ModelException("the output " + name + " is missing"));
        if (!(value instanceof OnnxTensor tensor)
                || !Arrays.equals(tensor.getInfo().getShape(), expected)) {
            throw new ModelException("model " + manifest().name() + ": the output " + name + " must have the shape "
                    + Arrays.toString(expected) + ", is " + value.getInfo());
        }
        return tensor.getFloatBuffer().array();
    }

    private void tryOut() {
        int frames = manifest().streams()
                ? 2 * manifest().receptiveFrames() + 1
                : manifest().frontEnd().clipFrames();
        float[] silence = new float[frames * manifest().frontEnd().mels()];
        // The logarithm of the smallest magnitude that a front end gives: digital silence.
        Arrays.fill(silence, (float) Math.log(1e-8));
        Scores scores = scoreAtOnce(silence, 0, 1, frames);
        for (float tag : scores.tags()) {
            if (!(tag >= -1e-4f && tag <= 1 + 1e-4f)) {
                throw new ModelException("model " + manifest().name() + ": a tag lies outside 0..1: " + tag);
            }
        }
    }

    private Scores empty(int batch, int frames) {
        int classes = manifest().classes();
        int curve = batch * classes * frames;
        boolean streams = manifest().streams();
        return new Scores(
                batch,
                frames,
                classes,
                new float[batch * classes],
                new float[curve],
                streams ? new float[curve] : null,
                streams ? new float[curve] : null);
    }

    private static void copy(Scores part, Scores whole, int first) {
        System.arraycopy(part.tags(), 0, whole.tags(), first * whole.classes(), part.tags().length);
        int at = whole.at(first, 0, 0);
        System.arraycopy(part.activity(), 0, whole.activity(), at, part.activity().length);
        if (whole.poolNumerator() != null) {
            System.arraycopy(part.poolNumerator(), 0, whole.poolNumerator(), at, part.poolNumerator().length);
            System.arraycopy(part.poolDenominator(), 0, whole.poolDenominator(), at, part.poolDenominator().length);
        }
    }

    private void check(float[] logMel, int batch, int frames) {
        long needed = (long) batch * frames * manifest().frontEnd().mels();
        if (batch < 1 || frames < 1 || logMel.length < needed) {
            throw new IllegalArgumentException(
                    "batch " + batch + " of " + frames + " frames needs " + needed + " values, has " + logMel.length);
        }
    }

    private interface Reader<T> {
        T read(OrtSession.Result result) throws OrtException;
    }
}
