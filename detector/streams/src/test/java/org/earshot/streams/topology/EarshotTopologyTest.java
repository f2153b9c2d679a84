package org.earshot.streams.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Headers;
import org.earshot.core.live.BandNetwork;
import org.earshot.core.model.EventId;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceState;
import org.earshot.schema.SourceStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EarshotTopologyTest {
    private static final int RATE = 16_000;
    private static final Sound TWO_TONES =
            Sound.noise(RATE, 20, 1).tone(600, 3, 5.5).tone(4_000, 9, 12);

    private final TopologyFixture topology = new TopologyFixture();

    @AfterEach
    void close() {
        topology.close();
    }

    @Test
    void shouldWriteStartedAndEndedOfEachSound() {
        topology.send(new Microphone("door", "e1", TWO_TONES).chunks(RATE));

        List<SoundEvent> events = topology.events();

        assertThat(events)
                .extracting(SoundEvent::getPhase, SoundEvent::getLabel)
                .containsExactlyInAnyOrder(
                        tuple(EventPhase.STARTED, "low"),
                        tuple(EventPhase.ENDED, "low"),
                        tuple(EventPhase.STARTED, "high"),
                        tuple(EventPhase.ENDED, "high"));
        SoundEvent low = event(events, "low", EventPhase.ENDED);
        assertThat(low.getOnsetSample() / (double) RATE).isCloseTo(3, within(0.1));
        assertThat(low.getOffsetSample() / (double) RATE).isCloseTo(5.5, within(0.1));
        assertThat(low.getOnset()).isEqualTo(Microphone.START.plusNanos(low.getOnsetSample() * 1_000_000_000 / RATE));
        assertThat(low.getOffset()).isEqualTo(Microphone.START.plusNanos(low.getOffsetSample() * 1_000_000_000 / RATE));
        assertThat(low.getGate()).isEqualTo(0.1f);
        assertThat(low.getHigh()).isEqualTo(0.6f);
        assertThat(low.getLow()).isEqualTo(0.4f);
        assertThat(low.getScore()).isGreaterThan(0.9f);
        assertThat(low.getTag()).isGreaterThan(0.1f);
        assertThat(low.getValidFraction()).isEqualTo(1);
        assertThat(low.getModelSha256()).isEqualTo("ab".repeat(32));
        assertThat(low.getEventId())
                .isEqualTo(event(events, "low", EventPhase.STARTED).getEventId())
                .isEqualTo(EventId.of("door", "e1", "low", low.getOnsetSample(), "ab".repeat(32))
                        .toString());
    }

    @Test
    void shouldWriteCloudEventHeadersInBinaryMode() {
        topology.send(new Microphone("door 1", "e1", TWO_TONES).chunks(RATE));

        var started = topology.eventRecords().get(0);

        assertThat(header(started.headers(), "ce_specversion")).isEqualTo("1.0");
        assertThat(header(started.headers(), "ce_type")).isEqualTo("org.earshot.sound.started");
        assertThat(header(started.headers(), "ce_source")).isEqualTo("/earshot/door%201");
        assertThat(URI.create(header(started.headers(), "ce_source")).getPath()).isEqualTo("/earshot/door 1");
        assertThat(header(started.headers(), "ce_id")).isEqualTo(started.value().getEventId() + "/started");
        assertThat(header(started.headers(), "ce_time"))
                .isEqualTo(started.value().getOnset().toString());
        assertThat(header(started.headers(), "content-type")).isEqualTo("application/avro");
        assertThat(new String(started.key(), UTF_8)).isEqualTo("door 1");
    }

    @Test
    void shouldWriteTheSameEventsHoweverTheSoundIsCut() {
        List<SoundEvent> whole = heard(new Microphone("door", "e1", TWO_TONES).chunks(RATE));

        assertThat(heard(new Microphone("door", "e1", TWO_TONES).chunks(1_234))).isEqualTo(whole);
        assertThat(heard(new Microphone("door", "e1", TWO_TONES).chunks(7_999))).isEqualTo(whole);
    }

    @Test
    void shouldWriteTheSameEventsWhenChunksRepeatAndOverlap() {
        Microphone door = new Microphone("door", "e1", TWO_TONES);
        List<AudioChunk> chunks = door.chunks(8_000);
        List<AudioChunk> untidy = new ArrayList<>();
        for (int n = 0; n < chunks.size(); n++) {
            untidy.add(chunks.get(n));
            if (n % 3 == 1) {
                untidy.add(chunks.get(n));
                untidy.add(chunks.get(n - 1));
                untidy.add(door.chunk(n * 8_000 - 3_000, n * 8_000 + 8_100));
            }
        }

        assertThat(heard(untidy)).isEqualTo(heard(chunks));
    }

    @Test
    void shouldCountRepeatedChunksWithoutADeadLetter() {
        List<AudioChunk> chunks = new Microphone("door", "e1", TWO_TONES).chunks(RATE);

        topology.send(chunks.get(0));
        topology.send(chunks.get(0));

        assertThat(topology.reasons()).isEmpty();
        assertThat(count("earshot.chunks", "outcome", "repeated")).isOne();
        assertThat(count("earshot.chunks", "outcome", "accepted")).isOne();
    }

    @Test
    void shouldFillAShortGapAndSaySoInTheEvent() {
        List<AudioChunk> chunks = new Microphone("door", "e1", TWO_TONES).chunks(RATE / 4);
        chunks.remove(16);

        topology.send(chunks);

        List<SoundEvent> ended = topology.ended();
        SoundEvent low = event(ended, "low", EventPhase.ENDED);
        assertThat(low.getOnsetSample() / (double) RATE).isCloseTo(3, within(0.1));
        assertThat(low.getOffsetSample() / (double) RATE).isCloseTo(5.5, within(0.1));
        assertThat(low.getValidFraction()).isCloseTo(0.9f, within(0.02f));
        assertThat(event(ended, "high", EventPhase.ENDED).getValidFraction()).isEqualTo(1);
        assertThat(ended).hasSize(2);
        assertThat(count("earshot.gaps")).isOne();
    }

    @Test
    void shouldBeginAnewAfterALongGapAndEndWhatWasOpen() {
        Sound sound = Sound.noise(RATE, 40, 2).tone(600, 3, 36);
        List<AudioChunk> chunks = new Microphone("door", "e1", sound).chunks(RATE);
        chunks.subList(8, 11).clear();

        topology.send(chunks);

        List<SoundEvent> ended = topology.ended();
        assertThat(ended).hasSize(2);
        assertThat(ended.get(0).getOffsetSample() / (double) RATE).isCloseTo(8, within(0.1));
        assertThat(ended.get(1).getOnsetSample() / (double) RATE).isCloseTo(11, within(0.1));
        assertThat(ended.get(1).getOnset()).isAfterOrEqualTo(Microphone.START.plusSeconds(11));
        assertThat(ended).allMatch(event -> event.getValidFraction() == 1);
        assertThat(count("earshot.gaps")).isOne();
    }

    @Test
    void shouldTellNothingOfSilenceAroundAThirtySecondGap() {
        List<AudioChunk> chunks = new Microphone("door", "e1", Sound.noise(RATE, 60, 3)).chunks(RATE);
        chunks.subList(15, 45).clear();

        topology.send(chunks);

        assertThat(topology.events()).isEmpty();
    }

    @Test
    void shouldMakeADeadLetterOfAChunkWhosePlaceWasFilled() {
        List<AudioChunk> chunks = new Microphone("door", "e1", TWO_TONES).chunks(RATE);
        AudioChunk late = chunks.remove(4);

        topology.send(chunks.subList(0, 8));
        topology.pass(Duration.ofSeconds(1));
        topology.send(late);

        assertThat(topology.reasons()).containsExactly("late");
        assertThat(count("earshot.late")).isOne();
    }

    @Test
    void shouldMakeADeadLetterOfAChunkOfThePreviousEpoch() {
        List<AudioChunk> old = new Microphone("door", "e1", TWO_TONES).chunks(RATE);

        topology.send(old.get(0));
        topology.send(new Microphone("door", "e2", TWO_TONES).chunks(RATE).get(0));
        topology.send(old.get(1));

        assertThat(topology.reasons()).containsExactly("late");
    }

    @Test
    void shouldFlushTheOldEpochWhenANewOneBegins() {
        topology.send(new Microphone("door", "e1", TWO_TONES).chunks(RATE).subList(0, 5));
        topology.send(new Microphone("door", "e2", TWO_TONES).chunks(RATE).subList(0, 1));

        assertThat(topology.ended()).singleElement().satisfies(event -> {
            assertThat(event.getEpochId()).isEqualTo("e1");
            assertThat(event.getOffsetSample() / (double) RATE).isCloseTo(5, within(0.1));
        });
    }

    @Test
    void shouldFlushASourceThatSendsNothingAndCallItStale() {
        topology.send(new Microphone("door", "e1", TWO_TONES).chunks(RATE).subList(0, 5));
        assertThat(topology.ended()).isEmpty();

        topology.pass(TopologyFixture.STALE.plusSeconds(3));

        assertThat(topology.ended())
                .singleElement()
                .satisfies(event ->
                        assertThat(event.getOffsetSample() / (double) RATE).isCloseTo(5, within(0.1)));
        assertThat(last(topology.statuses()).getState()).isEqualTo(SourceState.STALE);
    }

    @Test
    void shouldGoOnWithAStaleSourceThatComesBack() {
        List<AudioChunk> chunks = new Microphone("door", "e1", TWO_TONES).chunks(RATE);
        topology.send(chunks.subList(0, 7));
        topology.pass(TopologyFixture.STALE.plusSeconds(3));
        topology.events();

        topology.send(chunks.subList(7, 20));

        SoundEvent high = event(topology.ended(), "high", EventPhase.ENDED);
        assertThat(high.getOnsetSample() / (double) RATE).isCloseTo(9, within(0.1));
        assertThat(high.getOnset()).isEqualTo(Microphone.START.plusNanos(high.getOnsetSample() * 1_000_000_000 / RATE));
        assertThat(topology.statuses()).extracting(SourceStatus::getState).contains(SourceState.HEALTHY);
    }

    @Test
    void shouldSayThatASourceHasEnded() {
        Microphone door = new Microphone("door", "e1", Sound.noise(RATE, 3, 5));
        topology.send(door.chunks(RATE).subList(0, 2));
        topology.send(door.chunk(2 * RATE, 3 * RATE));
        topology.send(door.end());

        SourceStatus status = last(topology.statuses());

        assertThat(status.getState()).isEqualTo(SourceState.ENDED);
        assertThat(status.getLastChunkAt()).isEqualTo(Microphone.START.plusSeconds(3));
        assertThat(topology.registry
                        .get("earshot.sources")
                        .tag("state", "ended")
                        .gauge()
                        .value())
                .isOne();
    }

    @Test
    void shouldRefuseSoundAfterTheEndOfTheStream() {
        Sound sound = Sound.noise(RATE, 4, 5);
        Microphone door = new Microphone("door", "e1", sound);
        topology.send(door.chunk(0, RATE));
        AudioChunk last = door.chunk(RATE, 2 * RATE);
        last.setEndOfStream(true);
        topology.send(last);

        topology.send(door.chunk(2 * RATE, 3 * RATE));
        topology.send(last);

        assertThat(topology.reasons()).containsExactly("late");
    }

    @Test
    void shouldScoreBlocksOfSeveralSourcesTogether() {
        List<List<AudioChunk>> sources = IntStream.range(0, 8)
                .mapToObj(n -> new Microphone("mic-" + n, "e", Sound.noise(RATE, 4, n)).chunks(RATE))
                .toList();

        for (int second = 0; second < 4; second++) {
            for (List<AudioChunk> source : sources) {
                topology.sendAtOnce(source.get(second));
            }
        }

        assertThat(topology.network.batches).isNotEmpty().allMatch(size -> size == 8);
    }

    @Test
    void shouldWriteTagsOnlyIfAskedFor() {
        List<AudioChunk> chunks = new Microphone("door", "e1", TWO_TONES).chunks(RATE);
        topology.send(chunks);
        assertThat(topology.tags()).isEmpty();

        StreamSettings withTags = TopologyFixture.withTags(TopologyFixture.settings(new BandNetwork()));
        try (TopologyFixture other = new TopologyFixture(withTags)) {
            var tags = other.send(chunks).tags();

            assertThat(tags).hasSizeGreaterThanOrEqualTo(19);
            assertThat(last(tags).getTags()).containsOnlyKeys("low", "high");
            assertThat(last(tags).getClipEnd()).isAfter(last(tags).getClipStart());
        }
    }

    @Test
    void shouldKeepDurationsWhenTheSendersClockIsSet() {
        List<AudioChunk> chunks = new Microphone("door", "e1", TWO_TONES).chunks(RATE);
        for (int n = 4; n < chunks.size(); n++) {
            chunks.get(n).setCapturedAt(chunks.get(n).getCapturedAt().minusSeconds(3600));
        }

        topology.send(chunks);

        List<SoundEvent> events = topology.events();
        SoundEvent low = event(events, "low", EventPhase.ENDED);
        assertThat(low.getOnset())
                .isEqualTo(event(events, "low", EventPhase.STARTED).getOnset())
                .isBetween(Microphone.START.plusMillis(2_900), Microphone.START.plusMillis(3_100));
        assertThat(Duration.between(low.getOnset(), low.getOffset()).toMillis() / 1000.0)
                .isCloseTo(2.5, within(0.2));
        Instant setBack = Microphone.START.minusSeconds(3600);
        assertThat(event(events, "high", EventPhase.ENDED).getOnset())
                .isBetween(setBack.plusMillis(8_900), setBack.plusMillis(9_100));
    }

    @Test
    void shouldFlagSilenceAndClipping() {
        Sound loud = Sound.noise(RATE, 3, 1).tone(600, 0, 3).tone(600, 0, 3).tone(600, 0, 3);
        AudioChunk silent = new Microphone("mute", "e", loud).chunk(0, RATE);
        silent.setSamples(ByteBuffer.allocate(2 * RATE));
        AudioChunk clipped = new Microphone("loud", "e", loud).chunk(0, RATE);
        byte[] full = new byte[2 * RATE];
        for (int n = 0; n < RATE; n++) {
            full[2 * n] = (byte) (n % 20 < 10 ? 0xFF : 0x00);
            full[2 * n + 1] = (byte) (n % 20 < 10 ? 0x7F : 0x80);
        }
        clipped.setSamples(ByteBuffer.wrap(full));

        topology.send(silent);
        topology.send(clipped);

        assertThat(topology.statuses())
                .extracting(SourceStatus::getSourceId, SourceStatus::getState)
                .containsExactly(tuple("mute", SourceState.SILENT), tuple("loud", SourceState.CLIPPED));
        assertThat(topology.events()).noneMatch(event -> Float.isNaN(event.getLevelDbfs()));
    }

    @Test
    void shouldHearAtEveryRateAndCountWhatIsResampled() {
        for (int rate : new int[] {8_000, 22_050, 44_100, 48_000, 96_000}) {
            Sound sound = Sound.noise(rate, 8, 1).tone(600, 2, 5);

            topology.send(new Microphone("mic-" + rate, "e", sound).chunks(rate / 2));

            assertThat(topology.ended()).as("%d Hz", rate).singleElement().satisfies(event -> {
                assertThat(event.getLabel()).isEqualTo("low");
                assertThat(event.getOnsetSample() / (double) rate).isCloseTo(2, within(0.1));
                assertThat(event.getOffsetSample() / (double) rate).isCloseTo(5, within(0.1));
            });
            assertThat(count("earshot.resampled", "from", Integer.toString(rate)))
                    .isEqualTo(16);
        }
        assertThat(topology.statuses())
                .filteredOn(SourceStatus::getBandLimited)
                .extracting(SourceStatus::getSourceId)
                .containsOnly("mic-8000");
    }

    @Test
    void shouldCountUnusualRatesTogether() {
        for (int rate : new int[] {9_001, 9_002}) {
            topology.send(new Microphone("mic-" + rate, "e", Sound.noise(rate, 1, 1)).chunk(0, rate));
        }

        assertThat(count("earshot.resampled", "from", "other")).isEqualTo(2);
    }

    private static List<SoundEvent> heard(List<AudioChunk> chunks) {
        try (TopologyFixture topology = new TopologyFixture()) {
            List<SoundEvent> events = topology.send(chunks).events();
            events.forEach(event -> event.setEmittedAt(Instant.EPOCH));
            assertThat(events).isNotEmpty();
            return events;
        }
    }

    private double count(String name, String... tags) {
        return topology.registry.get(name).tags(tags).counter().count();
    }

    private static SoundEvent event(List<SoundEvent> events, String label, EventPhase phase) {
        return events.stream()
                .filter(event -> event.getLabel().equals(label) && event.getPhase() == phase)
                .findFirst()
                .orElseThrow();
    }

    private static String header(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), UTF_8);
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
