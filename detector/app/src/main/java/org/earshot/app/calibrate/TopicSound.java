package org.earshot.app.calibrate;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.earshot.core.capture.Chunk;
import org.earshot.core.capture.RejectedChunkException;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.log.ProgressLine;
import org.earshot.core.model.ConfigurationException;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.framing.RangeReader;
import org.earshot.streams.replay.CaptureNames;
import org.earshot.streams.replay.HeardSpan;
import org.earshot.streams.replay.OfflineDetector;
import org.earshot.streams.replay.TopicSpan;
import org.earshot.streams.topology.AudioRecordReader;
import org.earshot.streams.topology.StreamSettings;

/** A span of the audio topic, analysed as the detector would. */
public final class TopicSound implements PlaceSound {
    private final Consumer<byte[], byte[]> kafka;
    private final StreamSettings settings;
    private final MaskNetwork network;
    private final Instant from;
    private final Instant to;
    private final Predicate<String> sources;
    private final CaptureNames names;
    private final java.util.function.Consumer<String> complaints;

    /**
     * @param settings with the lowest thresholds that are tried
     * @param sources which are wanted
     * @param names of captures of which something is known; learns those that are heard
     * @param complaints takes a line if records were left out
     */
    public TopicSound(
            Consumer<byte[], byte[]> kafka,
            StreamSettings settings,
            MaskNetwork network,
            Instant from,
            Instant to,
            Predicate<String> sources,
            CaptureNames names,
            java.util.function.Consumer<String> complaints) {
        this.kafka = kafka;
        this.settings = settings;
        this.network = network;
        this.from = from;
        this.to = to;
        this.sources = sources;
        this.names = names;
        this.complaints = complaints;
    }

    @Override
    public Heard score() {
        OfflineDetector detector = new OfflineDetector(settings, network, from, to, List.of(), names);
        Instant end = to.plus(OfflineDetector.TRAIL);
        double length = Duration.between(from, to).toMillis();
        try (ProgressLine progress = ProgressLine.onTerminal()) {
            read(record -> {
                double share = (record.timestamp() - from.toEpochMilli()) / length;
                progress.update(share, settings.topics().audio());
                detector.take(record);
            });
        }
        Instant now = Instant.now();
        detector.finish(end.isBefore(now) ? end : now);
        if (detector.refused() > 0) {
            complaints.accept("left out " + detector.refused() + " records that the detector refuses");
        }
        List<HeardSpan> spans = detector.spans();
        if (spans.isEmpty()) {
            throw new ConfigurationException(
                    "topic " + settings.topics().audio() + " holds no sound of these sources from " + from + " to " + to
                            + "; check the times (UTC), --sources and the topic's retention");
        }
        spans.forEach(span -> names.add(span.sourceId(), span.captureId()));
        Map<String, Double> seconds = new TreeMap<>();
        spans.forEach(span -> seconds.merge(span.sourceId(), span.seconds(), Double::sum));
        return new Heard(
                events(detector.events(), spans),
                seconds.entrySet().stream()
                        .map(entry -> new SourceTime(entry.getKey(), entry.getValue()))
                        .toList(),
                true);
    }

    private List<PlaceEvent> events(List<SoundEvent> all, List<HeardSpan> spans) {
        Map<String, List<HeardSpan>> byCapture = new HashMap<>();
        spans.forEach(span -> byCapture
                .computeIfAbsent(capture(span.sourceId(), span.captureId()), any -> new ArrayList<>())
                .add(span));
        List<PlaceEvent> events = new ArrayList<>();
        for (SoundEvent event : all) {
            if (event.getPhase() != EventPhase.ENDED) {
                continue;
            }
            byCapture.getOrDefault(capture(event.getSourceId(), event.getEpochId()), List.of()).stream()
                    .filter(span -> span.holds(event.getOnsetSample(), event.getOnsetSample() + 1))
                    .findFirst()
                    .ifPresent(span -> events.add(new PlaceEvent(
                            event.getSourceId(),
                            event.getEpochId(),
                            network.manifest().labels().indexOf(event.getLabel()),
                            span.rateHz(),
                            event.getOnsetSample(),
                            event.getOffsetSample(),
                            event.getScore(),
                            event.getTag())));
        }
        return events;
    }

    @Override
    public void excerpts(List<PlaceEvent> events, BiConsumer<PlaceEvent, float[]> taker) {
        Map<String, List<Excerpt>> wanted = new HashMap<>();
        events.forEach(
                event -> wanted.computeIfAbsent(capture(event.sourceId(), event.epochId()), any -> new ArrayList<>())
                        .add(new Excerpt(event)));
        AudioRecordReader reader = new AudioRecordReader(settings);
        read(record -> {
            try {
                Chunk chunk = reader.read(record.key(), record.value());
                wanted.getOrDefault(capture(chunk.sourceId(), names.of(chunk)), List.of())
                        .forEach(excerpt -> excerpt.add(chunk.firstSample(), chunk.mono(), chunk.samples()));
            } catch (RejectedChunkException e) {
                // Nothing that the detector refuses is part of an event.
                return;
            }
        });
        wanted.values().forEach(some -> some.forEach(excerpt -> taker.accept(excerpt.event(), excerpt.samples())));
    }

    private void read(RangeReader.Visitor taker) {
        new TopicSpan(
                        kafka,
                        settings.topics().audio(),
                        from.minus(OfflineDetector.LEAD),
                        to.plus(OfflineDetector.TRAIL))
                .read(record -> {
                    if (record.key() != null && sources.test(new String(record.key(), StandardCharsets.UTF_8))) {
                        taker.visit(record);
                    }
                });
    }

    /** A key that no two captures share: ids hold no line break. */
    private static String capture(String sourceId, String captureId) {
        return sourceId + "\n" + captureId;
    }
}
