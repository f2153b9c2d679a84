package org.earshot.streams.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.earshot.core.live.BandNetwork;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.framing.SingleObjectSerde;
import org.earshot.streams.topology.Microphone;
import org.earshot.streams.topology.Sound;
import org.earshot.streams.topology.TopologyFixture;
import org.junit.jupiter.api.Test;

/** A source that pauses within its epoch at a sample where no frame begins, heard by the topology and again afterwards. */
class OfflineDetectorTest {
    private static final int RATE = 16_000;
    private static final int CHUNK = 8_000;
    private static final int SECONDS = 120;
    private static final int CHUNKS_BEFORE_PAUSE = 31;
    private static final int CHUNKS_BEFORE_RESTART = 100;
    private static final Sound TONES = tones();
    private static final List<AudioChunk> CHUNKS = new Microphone("door", "e1", TONES).chunks(CHUNK);

    private record Heard(String label, long onset, long offset) {
        static List<Heard> of(List<SoundEvent> events, double fromSeconds) {
            return events.stream()
                    .filter(e -> e.getPhase() == EventPhase.ENDED && e.getOnsetSample() >= fromSeconds * RATE)
                    .map(e -> new Heard(e.getLabel(), e.getOnsetSample(), e.getOffsetSample()))
                    .toList();
        }
    }

    @Test
    void shouldNotFlushASourceThatTheDetectorDidNotFlush() {
        List<SoundEvent> emitted = live(Duration.ZERO);

        List<SoundEvent> again = replay(CHUNKS, 0, TopologyFixture.STALE.multipliedBy(5), emitted);

        assertThat(Heard.of(again, 0)).isEqualTo(Heard.of(emitted, 0)).hasSize(12);
    }

    @Test
    void shouldFlushASourceThatTheDetectorFlushedEarlierThanTheTimesTell() {
        List<SoundEvent> emitted = live(TopologyFixture.STALE.multipliedBy(2));

        List<SoundEvent> again = replay(CHUNKS, 0, TopologyFixture.STALE.dividedBy(2), emitted);

        assertThat(Heard.of(again, 0)).isEqualTo(Heard.of(emitted, 0)).hasSize(12);
        assertThat(Heard.of(again, 0)).isNotEqualTo(Heard.of(live(Duration.ZERO), 0));
    }

    @Test
    void shouldJoinAnEpochWhereTheDetectorsFramesLie() {
        List<SoundEvent> emitted = live(TopologyFixture.STALE.multipliedBy(2));

        List<SoundEvent> again = replay(CHUNKS, 50, Duration.ZERO, emitted);

        assertThat(Heard.of(again, 70)).isEqualTo(Heard.of(emitted, 70)).hasSize(5);
    }

    @Test
    void shouldCompareASourceThatRestartsItsCountUnderTheOldNameOnBothSides() {
        List<AudioChunk> chunks = restarting();
        List<SoundEvent> emitted = live(chunks);

        List<EventChange> changes = compared(chunks, 0, emitted);

        assertThat(changes).hasSize(17).extracting(EventChange::kind).containsOnly(EventChange.Kind.KEPT);
        assertThat(changes).filteredOn(OfflineDetectorTest::isOfRestart).hasSize(12);
    }

    @Test
    void shouldJoinACaptureUnderTheNameThatTheEventsHave() {
        List<AudioChunk> chunks = restarting();
        List<SoundEvent> emitted = live(chunks);

        List<EventChange> changes = compared(chunks, CHUNKS_BEFORE_RESTART + 60, emitted);

        assertThat(changes)
                .hasSizeGreaterThan(4)
                .allMatch(OfflineDetectorTest::isOfRestart)
                .allSatisfy(change -> {
                    assertThat(change.kind()).isEqualTo(EventChange.Kind.KEPT);
                    assertThat(change.replayed().getEventId())
                            .isEqualTo(change.emitted().getEventId());
                });
    }

    @Test
    void shouldCountNeitherHolesNorRepeatedOrRefusedChunksAsSoundThatWasHeard() {
        List<AudioChunk> chunks = new ArrayList<>(CHUNKS.subList(0, 60));
        chunks.addAll(CHUNKS.subList(100, 120));
        chunks.add(CHUNKS.get(110));
        AudioChunk wrong = new Microphone("door", "e1", TONES).chunk(130 * CHUNK, 131 * CHUNK);
        wrong.setSampleRateHz(RATE / 2);
        chunks.add(wrong);

        List<HeardSpan> spans = offline(chunks, 0, Duration.ZERO, List.of()).spans();

        assertThat(spans).singleElement().satisfies(span -> {
            assertThat(span.seconds()).isEqualTo(40);
            assertThat(span.toSample()).isEqualTo(120 * CHUNK);
        });
    }

    @Test
    void shouldKnowAsManySourcesOfEachPartitionAsTheDetectorWould() {
        var network = new BandNetwork();
        var settings =
                TopologyFixture.withLimits(TopologyFixture.settings(network), limits -> limits.withMaxSources(1));
        Instant end = Microphone.START.plusSeconds(60);
        var offline = new OfflineDetector(settings, network, Microphone.START, end, List.of());

        offline.take(record("door", 0, CHUNKS.get(0), 0, Microphone.START));
        offline.take(record("yard", 1, new Microphone("yard", "e", TONES).chunk(0, CHUNK), 0, Microphone.START));
        offline.take(record("hall", 1, new Microphone("hall", "e", TONES).chunk(0, CHUNK), 1, Microphone.START));
        offline.finish(end);

        assertThat(offline.refused()).isEqualTo(1);
        assertThat(offline.spans()).extracting(HeardSpan::sourceId).containsExactly("door", "yard");
    }

    @Test
    void shouldLeaveOutTheEndOfASourceThatIsStillSending() {
        var network = new BandNetwork();
        Instant now = Microphone.START.plusSeconds(50);
        var offline = new OfflineDetector(
                TopologyFixture.settings(network), network, Microphone.START, now.plusSeconds(1), List.of());
        for (int n = 0; n < 100; n++) {
            offline.take(record("door", 0, CHUNKS.get(n), n, Microphone.START.plusMillis(500L * (n + 1))));
        }

        offline.finish(now);

        assertThat(offline.spans()).singleElement().satisfies(span -> {
            assertThat(span.toSample()).isEqualTo((50 - OfflineDetector.SETTLED.toSeconds()) * RATE);
            assertThat(span.seconds()).isEqualTo(20);
        });
    }

    private static boolean isOfRestart(EventChange change) {
        return change.either().getEpochId().startsWith("e1@");
    }

    /** The sound's first part, and then all of it once more, counted from 0 under the same name. */
    private static List<AudioChunk> restarting() {
        List<AudioChunk> chunks = new ArrayList<>(
                new Microphone("door", "e1", TONES).chunks(CHUNK).subList(0, CHUNKS_BEFORE_RESTART));
        for (AudioChunk chunk : new Microphone("door", "e1", TONES).chunks(CHUNK)) {
            chunk.setCapturedAt(chunk.getCapturedAt().plusMillis(500L * CHUNKS_BEFORE_RESTART));
            chunks.add(chunk);
        }
        return chunks;
    }

    private static List<SoundEvent> live(List<AudioChunk> chunks) {
        try (var topology = new TopologyFixture()) {
            return topology.send(chunks).events();
        }
    }

    private static List<EventChange> compared(List<AudioChunk> chunks, int first, List<SoundEvent> emitted) {
        OfflineDetector offline = offline(chunks, first, Duration.ZERO, emitted);
        return EventDifference.of(emitted, offline.events(), offline.spans());
    }

    /** What the topology tells if the source is away for so long by its clock. */
    private static List<SoundEvent> live(Duration pause) {
        try (var topology = new TopologyFixture()) {
            topology.send(CHUNKS.subList(0, CHUNKS_BEFORE_PAUSE));
            topology.pass(pause);
            topology.send(CHUNKS.subList(CHUNKS_BEFORE_PAUSE, CHUNKS.size()));
            return topology.events();
        }
    }

    private static List<SoundEvent> replay(
            List<AudioChunk> chunks, int first, Duration pause, List<SoundEvent> emitted) {
        return offline(chunks, first, pause, emitted).events();
    }

    private static OfflineDetector offline(
            List<AudioChunk> chunks, int first, Duration pause, List<SoundEvent> emitted) {
        var network = new BandNetwork();
        Instant end =
                Microphone.START.plusMillis(500L * chunks.size()).plus(pause).plusSeconds(60);
        var offline = new OfflineDetector(
                TopologyFixture.settings(network), network, Microphone.START, end, new ArrayList<>(emitted));
        for (int n = first; n < chunks.size(); n++) {
            Instant arrived =
                    Microphone.START.plusMillis(500L * (n + 1)).plus(n < CHUNKS_BEFORE_PAUSE ? Duration.ZERO : pause);
            offline.take(record("door", 0, chunks.get(n), n, arrived));
        }
        offline.finish(end);
        return offline;
    }

    private static ConsumerRecord<byte[], byte[]> record(
            String source, int partition, AudioChunk chunk, long offset, Instant arrived) {
        byte[] value = SingleObjectSerde.audioChunk().encode(chunk);
        return new ConsumerRecord<>(
                "earshot.audio",
                partition,
                offset,
                arrived.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                4,
                value.length,
                source.getBytes(UTF_8),
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    private static Sound tones() {
        Sound sound = Sound.noise(RATE, SECONDS, 5);
        for (int at = 3; at < SECONDS; at += 10) {
            sound = sound.tone(440, at + 0.013 * at, at + 0.013 * at + 2);
        }
        return sound;
    }
}
