package org.earshot.app.config;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.ValidString.in;

import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.earshot.core.capture.SourceLimits;

/** Every fixed key: name with its unit, type, default, valid values and what it does. */
public final class ConfigKeys {
    public static final String MODEL = "earshot.model";
    public static final String MODEL_SHA256 = "earshot.model.sha256";
    public static final String DEVICE = "earshot.device";
    public static final String PRECISION = "earshot.precision";

    /** The value of {@link #PRECISION} with which the program chooses. */
    public static final String PRECISION_AUTO = "auto";

    public static final String INFER_THREADS = "earshot.infer.threads";
    public static final String INFER_BATCH_MAX = "earshot.infer.batch.max";
    public static final String INFER_CACHE_BYTES = "earshot.infer.cache.bytes";

    /** The value of {@link #INFER_CACHE_BYTES} with which the program chooses. */
    public static final long CACHE_BYTES_AUTO = -1;

    public static final String INFER_BATCH_LINGER_MS = "earshot.infer.batch.linger.ms";

    public static final String SENSITIVITY = "earshot.sensitivity";
    public static final String DEFAULT_SENSITIVITY = "normal";
    public static final String CLIP_BLOCKS = "earshot.clip.blocks";
    public static final String GAP_FILL_MAX_MS = "earshot.gap.fill.max.ms";
    public static final String REORDER_MS = "earshot.reorder.window.ms";
    public static final String SOURCES_MAX = "earshot.sources.max";
    public static final String STALE_AFTER_MS = "earshot.stale.after.ms";
    public static final String SOURCE_SPEED_MAX = "earshot.source.speed.max";
    public static final String SOURCE_BURST_MS = "earshot.source.burst.ms";
    public static final String EVENTS_ONGOING_BLOCKS = "earshot.events.ongoing.blocks";
    public static final String TAGS_ENABLED = "earshot.tags.enabled";

    public static final String TOPIC_AUDIO = "earshot.topic.audio";
    public static final String TOPIC_EVENTS = "earshot.topic.events";
    public static final String TOPIC_TAGS = "earshot.topic.tags";
    public static final String TOPIC_SOURCE_STATUS = "earshot.topic.source.status";
    public static final String TOPIC_DEAD_LETTERS = "earshot.topic.dead.letters";
    public static final String TOPIC_REVIEWS = "earshot.topic.reviews";
    public static final String START_WAIT_MS = "earshot.start.wait.ms";
    public static final String TOPICS_PARTITIONS = "earshot.topics.partitions";
    public static final String TOPICS_REPLICATION = "earshot.topics.replication";

    public static final String STATUS_INTERVAL_MS = "earshot.status.interval.ms";
    public static final String STORE_MEMORY_BYTES = "earshot.store.memory.bytes";

    public static final String EVIDENCE = "earshot.evidence";
    public static final String EVIDENCE_STORE = "earshot.evidence.store";
    public static final String EVIDENCE_PRE_ROLL_MS = "earshot.evidence.pre.roll.ms";
    public static final String EVIDENCE_POST_ROLL_MS = "earshot.evidence.post.roll.ms";
    public static final String EVIDENCE_LONGEST_MS = "earshot.evidence.longest.ms";
    public static final String EVIDENCE_PATIENCE_MS = "earshot.evidence.patience.ms";
    public static final String EVIDENCE_RETENTION_MS = "earshot.evidence.retention.ms";
    public static final String EVIDENCE_SPEECH_LABELS = "earshot.evidence.speech.labels";
    public static final String EVIDENCE_S3_ENDPOINT = "earshot.evidence.s3.endpoint";
    public static final String EVIDENCE_S3_REGION = "earshot.evidence.s3.region";

    public static final String HTTP_ENABLED = "earshot.http.enabled";
    public static final String HTTP_BIND = "earshot.http.bind";
    public static final String HTTP_PORT = "earshot.http.port";
    public static final String HTTP_TOKEN = "earshot.http.token";
    public static final String PAGE_ENABLED = "earshot.page.enabled";

    public static final String LOG_FORMAT = "earshot.log.format";
    public static final String LOG_LEVEL = "earshot.log.level";

    /**
     * Names that were renamed or that people try because other programs have them, with what to write instead. A start
     * with one of them fails and says so.
     */
    static final Map<String, String> MOVED = Map.of(
            "earshot.bootstrap.servers", "kafka.bootstrap.servers",
            "earshot.kafka.bootstrap.servers", "kafka.bootstrap.servers",
            "earshot.application.id", "streams.application.id",
            "earshot.threads", "streams.num.stream.threads",
            "earshot.state.dir", "streams.state.dir",
            "earshot.threshold", "earshot.threshold.<label>.gate",
            "earshot.confidence", "earshot.threshold.<label>.gate",
            "earshot.port", HTTP_PORT);

    private static final Pattern DEVICE_NAMES = Pattern.compile("auto|cpu|cuda(:\\d{1,3})?");
    private static final Pattern TOPIC_NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    private static final Pattern SHA256 = Pattern.compile("([0-9a-f]{64})?");

    static final ConfigDef DEFINITION = define();

    private ConfigKeys() {}

    private static ConfigDef define() {
        Builder keys = new Builder();
        keys.group("Model and device");
        keys.add(
                MODEL,
                Type.STRING,
                "default",
                notBlank(),
                "Model file, or the name of a shipped model (`default`, `full`, `light`).");
        keys.add(
                MODEL_SHA256,
                Type.STRING,
                "",
                matching(SHA256, "64 lower-case hexadecimal digits, or empty"),
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

        keys.group("Detection");
        keys.add(
                SENSITIVITY,
                Type.STRING,
                DEFAULT_SENSITIVITY,
                notBlank(),
                "Operating point of the model: `quiet`, `normal` or `sensitive` as a rule, for about 0.1, 0.5 or 2 false alarms an hour and label. A model without operating points knows its own thresholds only, as `normal`.");
        keys.add(
                CLIP_BLOCKS,
                Type.INT,
                10,
                between(1, 311),
                "Blocks of a 10-s clip: 10 scores every second, 1 scores disjoint clips. More blocks give events sooner and cost more.");
        keys.add(
                GAP_FILL_MAX_MS,
                Type.LONG,
                2_000L,
                between(0, 60_000),
                "A gap up to this long is filled with silence that counts as invalid; a longer one begins a new epoch.");
        keys.add(
                REORDER_MS,
                Type.LONG,
                SourceLimits.DEFAULT_REORDER.toMillis(),
                between(0, 10_000),
                "How long a chunk waits for one before it that is missing; only then does anything wait. 0: not at all, what comes out of order is late.");
        keys.add(
                SOURCES_MAX,
                Type.INT,
                SourceLimits.DEFAULT_MAX_SOURCES,
                between(1, 10_000_000),
                "Sources that one partition may have at the same time; chunks of others become dead letters, `too_many_sources`. Sources that have ended make room for new ones.");
        keys.add(
                STALE_AFTER_MS,
                Type.LONG,
                30_000L,
                atLeast(1_000),
                "A source that sends nothing for this long is flushed: its open events end, its status says STALE.");
        keys.add(
                SOURCE_SPEED_MAX,
                Type.INT,
                0,
                between(0, 10_000),
                "Seconds of sound that a source may send per second, in the long run; what comes beyond it becomes dead letters, and the other sources hear nothing of it. 0: any number, for sources that send files.");
        keys.add(
                SOURCE_BURST_MS,
                Type.LONG,
                60_000L,
                between(1_000, 86_400_000),
                "Sound that a source may send at once beyond its speed, as it does after its network was away.");
        keys.add(
                EVENTS_ONGOING_BLOCKS,
                Type.INT,
                0,
                between(0, 100_000),
                "Blocks between two ONGOING records of an event that lasts; 0: none.");
        keys.add(TAGS_ENABLED, Type.BOOLEAN, false, null, "Whether the tags of every clip are written to their topic.");
        keys.add(
                STATUS_INTERVAL_MS,
                Type.LONG,
                10_000L,
                atLeast(1_000),
                "Longest time between two status records of a source that sends.");

        keys.group("Topics");
        keys.topic(TOPIC_AUDIO, "earshot.audio", "Chunks of sound, in.");
        keys.topic(TOPIC_EVENTS, "earshot.events", "Sound events, out.");
        keys.topic(TOPIC_TAGS, "earshot.tags", "Clip tags, out, if enabled.");
        keys.topic(TOPIC_SOURCE_STATUS, "earshot.source-status", "State of the sources, out, compacted.");
        keys.topic(TOPIC_DEAD_LETTERS, "earshot.dead-letters", "Chunks that could not be used, with the reason.");
        keys.topic(TOPIC_REVIEWS, "earshot.reviews", "What people say of events on the live page, out.");
        keys.add(
                START_WAIT_MS,
                Type.LONG,
                60_000L,
                atLeast(0),
                "How long `run` waits for a Kafka that does not answer when it starts, as brokers that come up do. Then it ends.");
        keys.add(
                TOPICS_PARTITIONS,
                Type.INT,
                6,
                between(1, 10_000),
                "Partitions of topics that `--create-topics` makes; the most detectors that can share the work.");
        keys.add(
                TOPICS_REPLICATION,
                Type.INT,
                1,
                between(1, 100),
                "Copies of topics that `--create-topics` makes. Use 3 where there are three brokers.");

        keys.group("State");
        keys.add(
                STORE_MEMORY_BYTES,
                Type.LONG,
                64L << 20,
                atLeast(8L << 20),
                "Memory that RocksDB may use for its cache and write buffers, over all tasks of the process.");

        keys.group("Evidence");
        keys.add(
                EVIDENCE,
                Type.STRING,
                "none",
                in("none", "masked", "full"),
                "What is kept of the sound of an event: nothing; the sound with speech taken out by the model's speech masks; the sound as it was heard.");
        keys.add(
                EVIDENCE_STORE,
                Type.STRING,
                "",
                null,
                "Folder, or `s3://BUCKET/PREFIX`, that gets `LABEL/SOURCE/EVENT_ID.flac` and beside it `.separated.flac`, the label's sound alone, and `.png`, the spectrogram with the outline of the label's mask. Needed unless nothing is kept.");
        keys.add(
                EVIDENCE_PRE_ROLL_MS,
                Type.LONG,
                3_000L,
                between(0, 60_000),
                "Sound before an event that is kept with it.");
        keys.add(
                EVIDENCE_POST_ROLL_MS,
                Type.LONG,
                2_000L,
                between(0, 60_000),
                "Sound after an event that is kept with it. The ENDED record waits for it; about a second is there anyway.");
        keys.add(
                EVIDENCE_LONGEST_MS,
                Type.LONG,
                60_000L,
                between(1_000, 600_000),
                "Of a longer event the last part of this length is kept. Bounds the sound in a source's state while an event goes on, 15 to 30 KB a second.");
        keys.add(
                EVIDENCE_PATIENCE_MS,
                Type.LONG,
                30_000L,
                between(100, 600_000),
                "How long the ENDED record waits for the store. Then it goes out without evidence.");
        keys.add(
                EVIDENCE_RETENTION_MS,
                Type.LONG,
                604_800_000L,
                atLeast(0),
                "Evidence older than this is deleted, once an hour, by the names that Earshot gives and only where its marker `.earshot-evidence` lies; 0: kept for ever. `earshot.evidence.retention.LABEL.ms` for one label.");
        keys.add(
                EVIDENCE_SPEECH_LABELS,
                Type.STRING,
                "",
                null,
                "Labels that are speech, separated by commas, for `masked`; empty: those whose name says so, such as `speech` or `Conversation`. A model without such a label does not start with `masked`.");

        keys.add(
                EVIDENCE_S3_ENDPOINT,
                Type.STRING,
                "",
                null,
                "Address of an S3-compatible store, e.g. `https://minio.example:9000`; empty: Amazon's. Credentials come from `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, from `~/.aws/credentials`, or from the role of the machine or pod.");
        keys.add(
                EVIDENCE_S3_REGION,
                Type.STRING,
                "",
                null,
                "Region of the bucket; empty: `AWS_REGION`, else `us-east-1`.");

        keys.group("Health and metrics");
        keys.add(HTTP_ENABLED, Type.BOOLEAN, true, null, "Whether `/live`, `/ready` and `/metrics` are served.");
        keys.add(
                HTTP_BIND,
                Type.STRING,
                "127.0.0.1",
                notBlank(),
                "Address to listen on. Anything but loopback needs a token.");
        keys.add(HTTP_PORT, Type.INT, 8080, between(0, 65_535), "Port to listen on; 0: any free one.");
        keys.add(
                HTTP_TOKEN,
                Type.PASSWORD,
                "",
                null,
                "Bearer token that `/metrics` and the pages ask for; `/live` and `/ready` never do, they say nothing secret.");

        keys.add(
                PAGE_ENABLED,
                Type.BOOLEAN,
                false,
                null,
                "Whether the live page is served at `/`, from the address of health and metrics.");

        keys.group("Logs");
        keys.add(LOG_FORMAT, Type.STRING, "text", in("text", "json"), "`text` for people, `json` for log collectors.");
        keys.add(
                LOG_LEVEL,
                Type.STRING,
                "info",
                in("error", "warn", "info", "debug"),
                "Least level of Earshot's own messages; Kafka's stay at warn.");
        return keys.definition;
    }

    private static ConfigDef.Validator notBlank() {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    if (value == null || value.toString().isBlank()) {
                        throw new ConfigException(name, value, "must not be blank");
                    }
                },
                () -> "not blank");
    }

    private static ConfigDef.Validator matching(Pattern pattern, String words) {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    if (!pattern.matcher(String.valueOf(value)).matches()) {
                        throw new ConfigException(name, value, "must be " + words);
                    }
                },
                () -> words);
    }

    /** Adds keys group by group, in the order of the reference document. */
    private static final class Builder {
        private final ConfigDef definition = new ConfigDef();
        private String group;
        private int order;

        private void group(String name) {
            group = name;
        }

        private void topic(String key, String name, String doc) {
            add(key, Type.STRING, name, matching(TOPIC_NAME, "a topic name: letters, digits, '.', '_', '-'"), doc);
        }

        private void add(String key, Type type, Object value, ConfigDef.Validator valid, String doc) {
            definition.define(key, type, value, valid, Importance.MEDIUM, doc, group, order++, Width.MEDIUM, key);
        }
    }
}
