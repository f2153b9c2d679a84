package org.earshot.streams.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.earshot.core.capture.Chunk;
import org.earshot.core.capture.RejectReason;
import org.earshot.core.capture.RejectedChunkException;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.topology.AudioRecordReader;
import org.earshot.streams.topology.OutputRecords;
import org.earshot.streams.topology.StreamSettings;

/**
 * Scores records of the audio topic as the detector does, without writing anything: each source goes through a
 * {@link org.earshot.core.live.LiveDetector}, with a store in the heap and the records' timestamps for a clock.
 *
 * <p>Timestamps do not show everything. Whether a source that paused was flushed depends on what the detector was
 * doing, and where a source's frames lie on when it last was. Both show in the onsets of the events that were emitted,
 * so these are asked first ({@link EmittedOnsets}). So does what they call a capture that is joined: whether its sender
 * had restarted its count before ({@link CaptureNames}).
 *
 * <p>The events of a span of time are known only with sound before and after it, so give the records of {@link #LEAD}
 * before it and of {@link #TRAIL} after it too. A source whose epoch began before the first record is joined at the
 * next clip that the detector would begin if it received the epoch from sample 0 without a break, or else at a frame of
 * the emitted events; what it finds in its first {@link #SETTLED} of sound counts for nothing.
 *
 * <p>For one thread.
 */
public final class OfflineDetector {
    /** Sound before the span. */
    public static final Duration LEAD = Duration.ofSeconds(90);

    /** Sound after the span. */
    public static final Duration TRAIL = Duration.ofSeconds(60);

    /** Sound after which nothing depends any more on where a source was joined, and before whose end events may be open. */
    static final Duration SETTLED = Duration.ofSeconds(30);

    private final StreamSettings settings;
    private final MaskNetwork network;
    private final AudioRecordReader reader;
    private final EmittedOnsets emitted;
    private final CaptureNames names;
    private final long fromMs;
    private final long toMs;
    private final Map<String, OfflineSource> sources = new LinkedHashMap<>();
    private final Map<Integer, Integer> sourcesOfPartition = new HashMap<>();
    private long refused;

    /**
     * @param from time of the first record whose sound is asked about
     * @param to time after the last
     * @param emitted what the detector emitted for this sound and a while after it
     */
    public OfflineDetector(
            StreamSettings settings, MaskNetwork network, Instant from, Instant to, Collection<SoundEvent> emitted) {
        this(settings, network, from, to, emitted, new CaptureNames());
    }

    /** The same. @param names of captures of which more is known; learns those of the events */
    public OfflineDetector(
            StreamSettings settings,
            MaskNetwork network,
            Instant from,
            Instant to,
            Collection<SoundEvent> emitted,
            CaptureNames names) {
        this.names = names;
        emitted.forEach(event -> names.add(event.getSourceId(), event.getEpochId()));
        this.settings = settings;
        this.network = network;
        this.reader = new AudioRecordReader(settings);
        this.emitted = new EmittedOnsets(emitted, network.manifest().frontEnd());
        this.fromMs = from.toEpochMilli();
        this.toMs = to.toEpochMilli();
    }

    /** Takes the next record; those of a source in their order. */
    public void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            Chunk chunk = reader.read(record.key(), record.value());
            OfflineSource source = sources.get(chunk.sourceId());
            if (source == null) {
                // As many as the detector itself would know of a partition.
                int known = sourcesOfPartition.getOrDefault(record.partition(), 0);
                if (known >= settings.live().limits().maxSources()) {
                    refused++;
                    return;
                }
                source = new OfflineSource(
                        chunk, names.of(chunk), record.timestamp(), settings.live(), network, emitted);
                sources.put(chunk.sourceId(), source);
                sourcesOfPartition.put(record.partition(), known + 1);
            }
            boolean asked = record.timestamp() >= fromMs && record.timestamp() < toMs;
            source.take(chunk, record.timestamp(), asked);
        } catch (RejectedChunkException e) {
            refused += e.reason() == RejectReason.LATE ? 0 : 1;
        }
    }

    /** Scores what waits. @param end time up to which the records were read */
    public void finish(Instant end) {
        sources.values().forEach(source -> source.finish(end.toEpochMilli()));
    }

    /** Records that the detector would have refused. */
    public long refused() {
        return refused;
    }

    /** The events found, all phases, also those outside the span; after {@link #finish}. */
    public List<SoundEvent> events() {
        OutputRecords records = new OutputRecords(network.manifest(), network.sha256(), settings);
        return sources.values().stream()
                .flatMap(source -> source.events().stream().map(records::event).map(source::named))
                .toList();
    }

    /** The sound that was asked about, as far as all is known of it; after {@link #finish}. */
    public List<HeardSpan> spans() {
        List<HeardSpan> all = new ArrayList<>();
        sources.values().forEach(source -> all.addAll(source.spans()));
        return all;
    }
}
