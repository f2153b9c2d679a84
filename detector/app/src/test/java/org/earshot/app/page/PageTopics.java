package org.earshot.app.page;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.AudioEncoding;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SourceLevel;
import org.earshot.schema.SourceState;
import org.earshot.schema.SourceStatus;
import org.earshot.streams.framing.SampleEvents;
import org.earshot.streams.framing.SingleObjectSerde;
import org.earshot.streams.topology.Topics;

/** Writes what the page reads. */
final class PageTopics implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;
    private final Topics topics;
    private final String label;

    /** @param label of all events */
    PageTopics(Map<String, Object> kafka, Topics topics, String label) {
        this.topics = topics;
        this.producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
        this.label = label;
    }

    @Override
    public void close() {
        producer.close();
    }

    /** Takes a source's status away. */
    void forget(String source) throws Exception {
        producer.send(new ProducerRecord<>(topics.sourceStatus(), source.getBytes(StandardCharsets.UTF_8), null))
                .get();
    }

    void status(String source, SourceState state) throws Exception {
        send(
                topics.sourceStatus(),
                source,
                Instant.now(),
                SingleObjectSerde.sourceStatus(),
                SourceStatus.newBuilder()
                        .setSourceId(source)
                        .setEpochId("e")
                        .setState(state)
                        .setLastChunkAt(Instant.now())
                        .setSampleRateHz(16_000)
                        .setLevelDbfs(-40)
                        .setClippedShare(0)
                        .setSilentShare(0)
                        .setClockSkewMs(10)
                        .setUpdatedAt(Instant.now())
                        .build());
    }

    void level(String source, Instant minute, float laeq) throws Exception {
        send(
                topics.levels(),
                source,
                Instant.now(),
                SingleObjectSerde.sourceLevel(),
                SourceLevel.newBuilder()
                        .setSourceId(source)
                        .setMinuteStart(minute)
                        .setHeardSeconds(60)
                        .setLaeqDb(laeq)
                        .setL10Db(laeq + 3)
                        .setL90Db(laeq - 10)
                        .setBandwidthHz(8_000)
                        .setEmittedAt(Instant.now())
                        .build());
    }

    /** An event whose record was written when it began. */
    void event(String source, String id, EventPhase phase, Instant onset, URI evidence) throws Exception {
        send(
                topics.events(),
                source,
                onset,
                SingleObjectSerde.soundEvent(),
                SampleEvents.ended(id, onset)
                        .setPhase(phase)
                        .setSourceId(source)
                        .setLabel(label)
                        .setOffset(onset.plusMillis(800))
                        .setOffsetSample(12_800)
                        .setScore(0.9f)
                        .setTag(0.8f)
                        .setEvidenceUri(evidence == null ? null : evidence.toString())
                        .build());
    }

    /** Half a second of a loud tone. */
    void chunk(String source, long firstSample) {
        ByteBuffer pcm = ByteBuffer.allocate(8_000 * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int n = 0; n < 8_000; n++) {
            pcm.putShort((short) (20_000 * Math.sin(2 * Math.PI * 1_000 * n / 16_000.0)));
        }
        try {
            send(
                    topics.audio(),
                    source,
                    Instant.now(),
                    SingleObjectSerde.audioChunk(),
                    AudioChunk.newBuilder()
                            .setSourceId(source)
                            .setEpochId("e")
                            .setSequence(firstSample / 8_000)
                            .setFirstSample(firstSample)
                            .setCapturedAt(Instant.now())
                            .setSampleRateHz(16_000)
                            .setChannels(1)
                            .setEncoding(AudioEncoding.PCM_S16LE)
                            .setSamples(pcm.flip())
                            .build());
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T extends SpecificRecordBase> void send(
            String topic, String source, Instant at, SingleObjectSerde<T> serde, T record)
            throws InterruptedException, ExecutionException {
        producer.send(new ProducerRecord<>(
                        topic, null, at.toEpochMilli(), source.getBytes(StandardCharsets.UTF_8), serde.encode(record)))
                .get();
    }
}
