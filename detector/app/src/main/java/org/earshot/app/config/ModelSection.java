package org.earshot.app.config;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.ValidString.in;
import static org.earshot.app.config.KeyDefinitions.matching;
import static org.earshot.app.config.KeyDefinitions.notBlank;

import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Which model runs, where and in what arithmetic.
 *
 * @param name model file, or the name of a shipped model
 * @param sha256 hash that the file must have; empty for any
 * @param device auto, cpu, cuda or cuda:N
 * @param precision {@link #PRECISION_AUTO}, fp32, fp16 or int8
 * @param inferThreads threads of one call of the network; 0 for one a core
 * @param batchMax most blocks that are scored together
 * @param batchLinger how long a ready block waits for others; zero to leave it to the program
 * @param cacheBytes memory for layer caches; 0 for none, {@link #CACHE_BYTES_AUTO} to leave it to the program
 */
public record ModelSection(
        String name,
        String sha256,
        String device,
        String precision,
        int inferThreads,
        int batchMax,
        Duration batchLinger,
        long cacheBytes) {
    public static final String MODEL = "earshot.model";
    public static final String SHA256 = "earshot.model.sha256";
    public static final String DEVICE = "earshot.device";
    public static final String PRECISION = "earshot.precision";
    public static final String INFER_THREADS = "earshot.infer.threads";
    public static final String INFER_BATCH_MAX = "earshot.infer.batch.max";
    public static final String INFER_BATCH_LINGER_MS = "earshot.infer.batch.linger.ms";
    public static final String INFER_CACHE_BYTES = "earshot.infer.cache.bytes";

    /** The value of {@link #PRECISION} with which the program chooses. */
    public static final String PRECISION_AUTO = "auto";

    /** The value of {@link #INFER_CACHE_BYTES} with which the program chooses. */
    public static final long CACHE_BYTES_AUTO = -1;

    private static final Pattern DEVICE_NAMES = Pattern.compile("auto|cpu|cuda(:\\d{1,3})?");
    private static final Pattern HASH = Pattern.compile("([0-9a-f]{64})?");

    static void define(KeyDefinitions keys) {
        keys.group("Model and device");
        keys.add(
                MODEL,
                Type.STRING,
                "default",
                notBlank(),
                "Model file, or the name of a shipped model (`default`, `full`, `light`, `free`).");
        keys.add(
                SHA256,
                Type.STRING,
                "",
                matching(HASH, "64 lower-case hexadecimal digits, or empty"),
                "SHA-256 that the model file must have; empty: any.");
        keys.add(
                DEVICE,
                Type.STRING,
                "auto",
                matching(DEVICE_NAMES, "auto, cpu, cuda or cuda:N"),
                "Where the network runs. `cuda` fails the start when it cannot be used; `auto` falls back to the CPU and says why.");
        keys.add(
                PRECISION,
                Type.STRING,
                PRECISION_AUTO,
                in(PRECISION_AUTO, "fp32", "fp16", "int8"),
                "Arithmetic of the network, from the file of that precision beside the model's, e.g. `my.int8.onnx` beside `my.onnx`. `auto`: `int8` on CPUs with VNNI or AMX, `fp16` on CUDA, if there is such a file and it says the same; else the model's own. Set it where members of one cluster have CPUs of different kinds: a source that moves between precisions begins a new stretch.");
        keys.add(
                INFER_THREADS,
                Type.INT,
                1,
                between(0, 256),
                "Threads that one call of the network may use. 0: as many as there are cores. More stream threads serve better than more threads per call.");
        keys.add(
                INFER_BATCH_MAX,
                Type.INT,
                16,
                between(1, 1024),
                "Blocks that are scored together at most. Bounds the memory of the device.");
        keys.add(
                INFER_BATCH_LINGER_MS,
                Type.LONG,
                0L,
                between(0, 10_000),
                "How long a ready block waits for others before a smaller batch is scored. 0: not at all if the device, tried at the start, gains nothing from batches, else 100.");
        keys.add(
                INFER_CACHE_BYTES,
                Type.LONG,
                CACHE_BYTES_AUTO,
                atLeast(CACHE_BYTES_AUTO),
                "Memory, beside the Java heap, in which the network's layers may remember the last frames of the sources, so that a block costs its own frames only; some 60 to 500 KB a source that sends, by model and precision. Sources beyond it repeat their context, with the same results. -1: up to a quarter of the heap's limit on a CPU, none on CUDA. 0: off. Scores may differ in the sixth digit.");
    }

    static ModelSection of(KeyValues values) {
        return new ModelSection(
                values.string(MODEL),
                values.string(SHA256),
                values.string(DEVICE),
                values.string(PRECISION),
                values.integer(INFER_THREADS),
                values.integer(INFER_BATCH_MAX),
                values.milliseconds(INFER_BATCH_LINGER_MS),
                values.number(INFER_CACHE_BYTES));
    }
}
