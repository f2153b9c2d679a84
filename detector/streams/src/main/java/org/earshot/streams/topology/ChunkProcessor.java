package org.earshot.streams.topology;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.earshot.core.capture.Chunk;
import org.earshot.core.capture.RejectReason;
import org.earshot.core.capture.RejectedChunkException;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.live.LiveDetector;
import org.earshot.core.live.SessionBudget;
import org.earshot.core.log.RateLimitedLog;
import org.earshot.streams.evidence.EvidenceArchive;
import org.earshot.streams.framing.RegistryException;
import org.slf4j.LoggerFactory;

/**
 * A {@link LiveDetector} as a processor of one partition: records become chunks or dead letters, what is found becomes
 * records, the task's store holds the sources, which are written to it before each commit, and punctuation is the clock.
 *
 * <p>Only faults of the network, the store or Kafka stop the thread. For the task's thread.
 */
final class ChunkProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private static final long SHORTEST_TICK_MS = 10;
    private static final long LONGEST_TICK_MS = 50;
    private static final int LOGGED_KEY_BYTES = 64;
    private static final long NO_OFFSET = -1;

    private final StreamSettings settings;
    private final MaskNetwork network;
    private final StreamMetrics metrics;
    private final Optional<? extends EvidenceArchive> archive;
    private final SessionBudget budget;
    private final AudioRecordReader reader;
    private final RateLimitedLog log =
            new RateLimitedLog(LoggerFactory.getLogger(ChunkProcessor.class), Duration.ofSeconds(10));

    private ProcessorContext<byte[], byte[]> context;
    private LiveDetector detector;
    private ResultWriter results;
    private EvidenceListener evidence;
    private Heartbeat.Pulse pulse;

    ChunkProcessor(
            StreamSettings settings,
            MaskNetwork network,
            StreamMetrics metrics,
            Optional<? extends EvidenceArchive> archive,
            SessionBudget budget) {
        this.settings = settings;
        this.network = network;
        this.metrics = metrics;
        this.archive = archive;
        this.budget = budget;
        this.reader = new AudioRecordReader(settings);
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        CommitStore store = context.getStateStore(EarshotTopology.STORE);
        int rateHz = network.manifest().frontEnd().rateHz();
        results = new ResultWriter(context, settings, network, metrics, this::refuse);
        evidence = new EvidenceListener(
                archive, new EvidenceTable(store.records(), rateHz), network.manifest(), results, metrics);
        detector = new LiveDetector(
                network,
                EvidenceListener.settings(settings.live(), rateHz, archive),
                new KafkaSourceStore(store.records()),
                archive.isPresent() ? evidence : results,
                metrics,
                budget,
                fault -> fault instanceof KafkaException);
        long now = context.currentSystemTimeMs();
        detector.restore(now);
        evidence.restore(now);
        store.beforeCommit(this::save);
        long tick = settings.live().batches().linger().toMillis() / 2;
        context.schedule(
                Duration.ofMillis(Math.max(SHORTEST_TICK_MS, Math.min(LONGEST_TICK_MS, tick))),
                PunctuationType.WALL_CLOCK_TIME,
                timestamp -> tick());
        pulse = metrics.heartbeat().open(context.taskId().toString());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        long now = context.currentSystemTimeMs();
        detector.arrived(record.timestamp(), now);
        try {
            detector.accept(read(record), record.timestamp(), now);
        } catch (RejectedChunkException refusal) {
            RecordMetadata at = context.recordMetadata().orElseThrow();
            refuse(
                    record.key(),
                    record.value(),
                    record.headers(),
                    new DeadLetter.Origin(at.topic(), at.partition(), at.offset()),
                    refusal);
        }
    }

    private Chunk read(Record<byte[], byte[]> record) {
        try {
            return reader.read(record.key(), record.value());
        } catch (RejectedChunkException | RegistryException fault) {
            // The second is over when the registry is back: until then no record may be passed over.
            throw fault;
        } catch (RuntimeException | StackOverflowError fault) {
            // Decoders are others' code; whatever they do with strange bytes must not end the task.
            throw new RejectedChunkException(RejectReason.UNDECODABLE, "reading the record failed: " + fault, fault);
        }
    }

    private void tick() {
        pulse.beat();
        long now = context.currentSystemTimeMs();
        detector.tick(now);
        evidence.settle(now);
        results.askForCommit(now);
    }

    private void save() {
        detector.save();
        results.committed(context.currentSystemTimeMs());
    }

    /** A chunk that had waited for one before it; its record is gone, so it is encoded again, without its offset. */
    private void refuse(Chunk chunk, RejectedChunkException refusal) {
        refuse(
                chunk.sourceId().getBytes(StandardCharsets.UTF_8),
                reader.write(chunk),
                new RecordHeaders(),
                new DeadLetter.Origin(
                        settings.topics().audio(), context.taskId().partition(), NO_OFFSET),
                refusal);
    }

    private void refuse(
            byte[] key, byte[] value, Headers headers, DeadLetter.Origin origin, RejectedChunkException refusal) {
        results.deadLetter(DeadLetter.of(key, value, headers, origin, refusal));
        metrics.rejected(refusal.reason());
        String reason = refusal.reason().wireName();
        log.warn(
                reason,
                () -> origin.topic() + "-" + origin.partition() + " offset " + origin.offset() + " " + keyed(key)
                        + " is now a dead letter, " + reason + ": " + refusal.getMessage());
    }

    /** The key as a log may hold it, whatever a stranger put there: short, on one line, left to right. */
    static String keyed(byte[] key) {
        return key == null || key.length == 0
                ? "without a key"
                : "of "
                        + new String(key, 0, Math.min(key.length, LOGGED_KEY_BYTES), StandardCharsets.UTF_8)
                                .replaceAll("\\p{C}", "?");
    }

    @Override
    public void close() {
        if (pulse != null) {
            pulse.close();
        }
        if (evidence != null) {
            evidence.close();
        }
        if (detector != null) {
            detector.close();
        }
    }
}
