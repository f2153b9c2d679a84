package org.earshot.app.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.earshot.core.capture.Chunk;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.EarshotException;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.framing.SchemaRegistry;
import org.earshot.streams.topology.AudioRecordReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the sound of the sources that somebody looks at, and of no other: with nobody there nothing is read.
 *
 * <p>{@link #follow} belongs to one thread; {@link #onEvent} may be called from another.
 */
final class SoundFeed {
    private static final Logger LOG = LoggerFactory.getLogger(SoundFeed.class);

    private static final Duration PACE = Duration.ofMillis(100);
    private static final int WAITING_EVENTS = 1_000;

    private final PageSettings settings;
    private final MaskNetwork network;
    private final PageClients clients;
    private final AudioRecordReader reader;
    private final Map<String, SoundPicture> pictures = new HashMap<>();
    private final BlockingQueue<SoundEvent> ended = new LinkedBlockingQueue<>(WAITING_EVENTS);

    SoundFeed(PageSettings settings, MaskNetwork network, PageClients clients) {
        this.settings = settings;
        this.network = network;
        this.clients = clients;
        this.reader = new AudioRecordReader(
                SchemaRegistry.of(settings.kafka()), settings.topics().audio());
    }

    /** Notes an event whose mask may be shown. */
    void onEvent(SoundEvent event) {
        if (event.getPhase() == EventPhase.ENDED) {
            // The event itself is shown all the same.
            if (!ended.offer(event)) {
                LOG.debug("event {}: too many wait, its outline is left out", event.getEventId());
            }
        }
    }

    /** Works until it is asked to stop. */
    void follow(PageThread.Stop stop) throws InterruptedException {
        try (Consumer<byte[], byte[]> consumer = TopicReader.open(settings.kafka())) {
            List<TopicPartition> partitions =
                    TopicReader.partitions(consumer, settings.topics().audio());
            consumer.assign(partitions);
            boolean reading = false;
            while (!stop.isAsked()) {
                Set<String> watched = clients.watched();
                pictures.keySet().retainAll(watched);
                if (watched.isEmpty()) {
                    reading = false;
                    ended.clear();
                    stop.pause(PACE.toMillis());
                    continue;
                }
                if (!reading) {
                    consumer.seekToEnd(partitions);
                    reading = true;
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(PACE)) {
                    String source = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
                    if (watched.contains(source)) {
                        show(source, record);
                    }
                }
                for (SoundEvent event = ended.poll(); event != null; event = ended.poll()) {
                    outline(event);
                }
            }
        }
    }

    private void show(String source, ConsumerRecord<byte[], byte[]> record) {
        try {
            Chunk chunk = reader.read(record.key(), record.value());
            SoundPicture picture = pictures.get(source);
            if (picture == null || !picture.continuesWith(chunk.epochId(), chunk.rateHz(), chunk.firstSample())) {
                picture = new SoundPicture(
                        network.manifest().frontEnd(),
                        chunk.rateHz(),
                        chunk.epochId(),
                        chunk.firstSample(),
                        Instant.EPOCH.plus(chunk.capturedMicros(), ChronoUnit.MICROS));
                pictures.put(source, picture);
            }
            ObjectNode frames = picture.push(source, chunk.mono(), chunk.samples());
            if (frames != null) {
                clients.tellWatchers(source, "frames", frames);
            }
        } catch (EarshotException e) {
            // The detector dead-letters such a chunk and says why; there is nothing to show of it.
            pictures.remove(source);
        }
    }

    private void outline(SoundEvent event) {
        SoundPicture picture = pictures.get(event.getSourceId());
        int label = network.manifest().labels().indexOf(event.getLabel());
        if (picture == null || label < 0 || !network.givesMasks()) {
            return;
        }
        try {
            ObjectNode mask = picture.mask(event, label, network);
            if (mask != null) {
                clients.tellWatchers(event.getSourceId(), "mask", mask);
            }
        } catch (EarshotException e) {
            LOG.debug("no outline of an event of {}", event.getSourceId(), e);
        }
    }
}
