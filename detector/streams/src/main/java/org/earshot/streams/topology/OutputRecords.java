package org.earshot.streams.topology;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.earshot.core.level.MinuteLevel;
import org.earshot.core.live.LiveEvent;
import org.earshot.core.live.LiveStatus;
import org.earshot.core.live.LiveTags;
import org.earshot.core.model.Manifest;
import org.earshot.schema.ClipTags;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceLevel;
import org.earshot.schema.SourceState;
import org.earshot.schema.SourceStatus;
import org.earshot.streams.framing.RecordFormat;

/**
 * Makes the records that a detector writes of what it found. Events carry the headers of a CloudEvent in binary mode
 * (CloudEvents 1.0, Kafka protocol binding): {@code ce_id} names the phase of the event, {@code ce_time} the moment it
 * speaks of.
 *
 * <p>For one thread.
 */
public final class OutputRecords {
    private static final String CONTENT_TYPE = "application/avro";

    private final RecordFormat<SoundEvent> events;
    private final RecordFormat<ClipTags> tags;
    private final RecordFormat<SourceStatus> statuses;
    private final RecordFormat<SourceLevel> levels;
    private final Manifest manifest;
    private final String sha256;

    /** @param sha256 of the model */
    public OutputRecords(Manifest manifest, String sha256, StreamSettings settings) {
        Topics topics = settings.topics();
        this.events = RecordFormat.of(new SoundEvent(), settings.registry(), topics.events());
        this.tags = RecordFormat.of(new ClipTags(), settings.registry(), topics.tags());
        this.statuses = RecordFormat.of(new SourceStatus(), settings.registry(), topics.sourceStatus());
        this.levels = RecordFormat.of(new SourceLevel(), settings.registry(), topics.levels());
        this.manifest = manifest;
        this.sha256 = sha256;
    }

    /** An event but for the time at which it is written. */
    public SoundEvent event(LiveEvent event) {
        return SoundEvent.newBuilder()
                .setEventId(event.id())
                .setPhase(EventPhase.valueOf(event.phase().name()))
                .setSourceId(event.sourceId())
                .setEpochId(event.captureId())
                .setLabel(event.label())
                .setOnset(instant(event.onsetMicros()))
                .setOffset(instant(event.offsetMicros()))
                .setOnsetSample(event.onsetSample())
                .setOffsetSample(event.offsetSample())
                .setScore(event.score())
                .setMeanScore(event.meanScore())
                .setTag(event.tag())
                .setGate(event.thresholds().gate())
                .setHigh(event.thresholds().high())
                .setLow(event.thresholds().low())
                .setValidFraction(event.validFraction())
                .setLevelDbfs(event.levelDbfs())
                .setModelName(event.model().name())
                .setModelVersion(event.model().version())
                .setModelSha256(event.model().sha256())
                .setEmittedAt(Instant.EPOCH)
                .setEndReason(
                        event.endReason() == null ? null : event.endReason().wireName())
                .build();
    }

    public Record<byte[], byte[]> record(SoundEvent event) {
        String phase = event.getPhase().name().toLowerCase(Locale.ROOT);
        boolean started = event.getPhase() == EventPhase.STARTED;
        String part = event.getPhase() == EventPhase.ONGOING ? phase + "-" + event.getOffsetSample() : phase;
        Headers headers = new RecordHeaders();
        put(headers, "ce_specversion", "1.0");
        put(headers, "ce_id", event.getEventId() + "/" + part);
        put(headers, "ce_source", "/earshot/" + pathSegment(event.getSourceId()));
        put(headers, "ce_type", "org.earshot.sound." + phase);
        put(headers, "ce_subject", event.getLabel());
        put(headers, "ce_time", (started ? event.getOnset() : event.getOffset()).toString());
        put(headers, "content-type", CONTENT_TYPE);
        return new Record<>(
                key(event.getSourceId()),
                events.encode(event),
                event.getEmittedAt().toEpochMilli(),
                headers);
    }

    public Record<byte[], byte[]> tags(LiveTags clip, long nowMs) {
        Map<String, Float> byLabel = new HashMap<>();
        for (int k = 0; k < manifest.classes(); k++) {
            byLabel.put(manifest.labels().get(k), clip.tags()[k]);
        }
        ClipTags record = ClipTags.newBuilder()
                .setSourceId(clip.sourceId())
                .setEpochId(clip.captureId())
                .setClipStart(instant(clip.startMicros()))
                .setClipEnd(instant(clip.endMicros()))
                .setTags(byLabel)
                .setValidFraction(clip.validFraction())
                .setModelName(manifest.name())
                .setModelVersion(manifest.version())
                .setModelSha256(sha256)
                .setEmittedAt(Instant.ofEpochMilli(nowMs))
                .build();
        return new Record<>(key(clip.sourceId()), tags.encode(record), nowMs);
    }

    public Record<byte[], byte[]> status(LiveStatus status, long nowMs) {
        SourceStatus record = SourceStatus.newBuilder()
                .setSourceId(status.sourceId())
                .setEpochId(status.captureId())
                .setState(SourceState.valueOf(status.health().name()))
                .setLastChunkAt(instant(status.lastMicros()))
                .setSampleRateHz(status.rateHz())
                .setBandLimited(status.rateHz() < 2 * manifest.frontEnd().maxHz())
                .setGaps(status.gaps())
                .setLate(status.late())
                .setRestarts(status.restarts())
                .setLevelDbfs(status.levelDbfs())
                .setClippedShare(status.clippedShare())
                .setSilentShare(status.silentShare())
                .setClockSkewMs(status.skewMs())
                .setUpdatedAt(Instant.ofEpochMilli(nowMs))
                .build();
        return new Record<>(key(status.sourceId()), statuses.encode(record), nowMs);
    }

    public Record<byte[], byte[]> level(MinuteLevel level, long nowMs) {
        SourceLevel record = SourceLevel.newBuilder()
                .setSourceId(level.sourceId())
                .setMinuteStart(instant(level.startMicros()))
                .setHeardSeconds(level.heardSeconds())
                .setLaeqDb(level.laeqDb())
                .setL10Db(level.l10Db())
                .setL90Db(level.l90Db())
                .setCalibrationDb(level.calibrationDb())
                .setBandwidthHz(level.bandwidthHz())
                .setEmittedAt(Instant.ofEpochMilli(nowMs))
                .build();
        return new Record<>(key(level.sourceId()), levels.encode(record), nowMs);
    }

    /** Takes a source out of the compacted topic. */
    public Record<byte[], byte[]> forgotten(String sourceId, long nowMs) {
        return new Record<>(key(sourceId), null, nowMs);
    }

    /** Percent-encoded as URIs want it (RFC 3986); forms, for which the encoder is made, write blanks as plus signs. */
    private static String pathSegment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%7E", "~");
    }

    private static byte[] key(String sourceId) {
        return sourceId.getBytes(StandardCharsets.UTF_8);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
