package org.earshot.detector.stream;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.earshot.detector.detect.Detection;
import org.earshot.detector.detect.TaggedClip;
import org.earshot.detector.infer.MaskNetwork;
import org.earshot.detector.model.Manifest;
import org.earshot.detector.model.Thresholds;
import org.earshot.detector.wire.RecordFormat;
import org.earshot.schema.ClipTags;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceStatus;

/**
 * Makes the records that a detector writes of what it found. Events carry the headers of a CloudEvent in binary mode
 * (CloudEvents 1.0, Kafka protocol binding): {@code ce_id} names the phase of the event, {@code ce_time} the moment it
 * speaks of.
 *
 * <p>For one thread.
 */
final class OutputRecords {
    private static final String CONTENT_TYPE = "application/avro";

    private final RecordFormat<SoundEvent> events;
    private final RecordFormat<ClipTags> tags;
    private final RecordFormat<SourceStatus> statuses;
    private final Manifest manifest;
    private final String sha256;

    OutputRecords(MaskNetwork network, StreamSettings settings) {
        Topics topics = settings.topics();
        this.events = RecordFormat.of(new SoundEvent(), settings.registry(), topics.events());
        this.tags = RecordFormat.of(new ClipTags(), settings.registry(), topics.tags());
        this.statuses = RecordFormat.of(new SourceStatus(), settings.registry(), topics.sourceStatus());
        this.manifest = network.manifest();
        this.sha256 = network.sha256();
    }

    SoundEvent event(LiveSource source, Detection found, List<Thresholds> inForce, long nowMs) {
        Epoch epoch = source.epoch;
        String label = manifest.labels().get(found.label());
        Thresholds thresholds = inForce.get(found.label());
        long onsetSample = epoch.stretchStart + found.onsetSample();
        long offsetSample = epoch.stretchStart + found.offsetSample();
        boolean last = found.phase() == Detection.Phase.ENDED;
        long onset = epoch.onsetMicros(found.label(), onsetSample, last);
        return SoundEvent.newBuilder()
                .setEventId(EventId.of(source.id, epoch.id, label, onsetSample, sha256)
                        .toString())
                .setPhase(EventPhase.valueOf(found.phase().name()))
                .setSourceId(source.id)
                .setEpochId(epoch.id)
                .setLabel(label)
                .setOnset(instant(onset))
                .setOffset(instant(onset + epoch.clock.durationMicros(offsetSample - onsetSample)))
                .setOnsetSample(onsetSample)
                .setOffsetSample(offsetSample)
                .setScore(found.peakScore())
                .setMeanScore(found.meanScore())
                .setTag(found.tag())
                .setGate(thresholds.gate())
                .setHigh(thresholds.high())
                .setLow(thresholds.low())
                .setValidFraction(found.validFraction())
                .setLevelDbfs(found.levelDbfs())
                .setModelName(manifest.name())
                .setModelVersion(manifest.version())
                .setModelSha256(sha256)
                .setEmittedAt(Instant.ofEpochMilli(nowMs))
                .build();
    }

    Record<byte[], byte[]> record(SoundEvent event) {
        String phase = event.getPhase().name().toLowerCase(Locale.ROOT);
        boolean started = event.getPhase() == EventPhase.STARTED;
        String part = event.getPhase() == EventPhase.ONGOING ? phase + "-" + event.getOffsetSample() : phase;
        Headers headers = new RecordHeaders();
        put(headers, "ce_specversion", "1.0");
        put(headers, "ce_id", event.getEventId() + "/" + part);
        put(headers, "ce_source", "/earshot/" + URLEncoder.encode(event.getSourceId(), StandardCharsets.UTF_8));
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

    Record<byte[], byte[]> tags(LiveSource source, TaggedClip clip, long nowMs) {
        Epoch epoch = source.epoch;
        long start = epoch.clock.microsAt(epoch.stretchStart + clip.startSample());
        Map<String, Float> byLabel = new HashMap<>();
        for (int k = 0; k < manifest.classes(); k++) {
            byLabel.put(manifest.labels().get(k), clip.tags()[k]);
        }
        ClipTags record = ClipTags.newBuilder()
                .setSourceId(source.id)
                .setEpochId(epoch.id)
                .setClipStart(instant(start))
                .setClipEnd(instant(start + epoch.clock.durationMicros(clip.endSample() - clip.startSample())))
                .setTags(byLabel)
                .setValidFraction(clip.validFraction())
                .setModelName(manifest.name())
                .setModelVersion(manifest.version())
                .setModelSha256(sha256)
                .setEmittedAt(Instant.ofEpochMilli(nowMs))
                .build();
        return new Record<>(key(source.id), tags.encode(record), nowMs);
    }

    Record<byte[], byte[]> status(LiveSource source, long nowMs) {
        Epoch epoch = source.epoch;
        SourceStatus record = SourceStatus.newBuilder()
                .setSourceId(source.id)
                .setEpochId(epoch.id)
                .setState(source.state)
                .setLastChunkAt(instant(epoch.lastMicros))
                .setSampleRateHz(epoch.rateHz)
                .setBandLimited(epoch.rateHz < 2 * manifest.frontEnd().maxHz())
                .setGaps(epoch.gaps)
                .setLate(epoch.late)
                .setLevelDbfs(source.levelDbfs)
                .setClippedShare(source.clippedShare)
                .setSilentShare(source.silentShare)
                .setClockSkewMs(epoch.skewMs)
                .setUpdatedAt(Instant.ofEpochMilli(nowMs))
                .build();
        return new Record<>(key(source.id), statuses.encode(record), nowMs);
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
