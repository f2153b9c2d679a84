package org.earshot.streams.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.function.Consumer;
import org.earshot.core.capture.RejectReason;
import org.earshot.core.live.BandNetwork;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.AudioEncoding;
import org.earshot.streams.framing.SingleObjectSerde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RejectedChunkTest {
    private static final int RATE = 16_000;
    private static final Microphone DOOR = new Microphone("door", "e1", Sound.noise(RATE, 30, 1));
    private static final SingleObjectSerde<AudioChunk> SERDE = SingleObjectSerde.audioChunk();

    private final TopologyFixture topology = new TopologyFixture();

    @AfterEach
    void close() {
        topology.close();
    }

    @Test
    void shouldKeepKeyAndBytesOfADeadLetterAndGoOn() {
        byte[] hostile = "not avro at all".getBytes(UTF_8);

        topology.sendBytes("door", hostile);
        topology.send(DOOR.chunk(0, RATE));

        var letter = topology.deadLetters().get(0);
        assertThat(letter.key()).isEqualTo("door".getBytes(UTF_8));
        assertThat(letter.value()).isEqualTo(hostile);
        assertThat(new String(letter.headers().lastHeader(DeadLetter.REASON).value(), UTF_8))
                .isEqualTo("undecodable");
        assertThat(topology.statuses()).hasSize(1);
        assertThat(topology.registry
                        .get("earshot.dead.letters")
                        .tag("reason", "undecodable")
                        .counter()
                        .count())
                .isOne();
    }

    @Test
    void shouldCountDeadLettersOfEveryReasonFromZero() {
        assertThat(topology.registry.get("earshot.dead.letters").counters())
                .hasSameSizeAs(RejectReason.values())
                .allSatisfy(counter -> assertThat(counter.count()).isZero());
    }

    @Test
    void shouldRefuseARecordWithoutKeyOrValue() {
        topology.sendBytes(null, SERDE.encode(DOOR.chunk(0, RATE)));
        topology.sendBytes("door", null);

        assertThat(topology.reasons()).containsExactly("empty_record", "empty_record");
    }

    @Test
    void shouldNameTheSenderInTheLogWithoutLettingItWriteThere() {
        assertThat(ChunkProcessor.keyed("door".getBytes(UTF_8))).isEqualTo("of door");
        assertThat(ChunkProcessor.keyed("a\nWARN all is well\u001b[2J\u202e".getBytes(UTF_8)))
                .isEqualTo("of a?WARN all is well?[2J?");
        assertThat(ChunkProcessor.keyed(new byte[1 << 20])).isEqualTo("of " + "?".repeat(64));
        assertThat(ChunkProcessor.keyed(null)).isEqualTo("without a key");
    }

    @Test
    void shouldRefuseOversizeBeforeDecoding() {
        topology.sendBytes("door", new byte[600 << 10]);

        assertThat(topology.reasons()).containsExactly("oversize");
    }

    @Test
    void shouldRefuseAKeyThatIsNotTheSource() {
        topology.sendBytes("window", SERDE.encode(DOOR.chunk(0, RATE)));

        assertThat(topology.reasons()).containsExactly("key_mismatch");
    }

    @Test
    void shouldRefuseAnOddByteCount() {
        assertThat(reasonOf(chunk -> chunk.setSamples(ByteBuffer.allocate(1001))))
                .isEqualTo("odd_byte_count");
    }

    @Test
    void shouldRefuseAnUnknownEncoding() {
        assertThat(reasonOf(chunk -> chunk.setEncoding(AudioEncoding.UNKNOWN))).isEqualTo("unknown_encoding");
    }

    @Test
    void shouldRefuseMoreThanASecond() {
        assertThat(reasonOf(chunk -> chunk.setSampleRateHz(8_000))).isEqualTo("too_long");
    }

    @Test
    void shouldRefuseAChunkWithoutSamples() {
        assertThat(reasonOf(chunk -> chunk.setSamples(ByteBuffer.allocate(0)))).isEqualTo("no_samples");
    }

    @Test
    void shouldRefuseBytesThatAreNoFlac() {
        assertThat(reasonOf(chunk -> chunk.setEncoding(AudioEncoding.FLAC))).isEqualTo("undecodable_samples");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void shouldRefuseSamplesThatAreNoNumbers(float sample) {
        ByteBuffer bytes = ByteBuffer.allocate(400).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putFloat(200, sample);

        String reason = reasonOf(chunk -> {
            chunk.setEncoding(AudioEncoding.PCM_F32LE);
            chunk.setSamples(bytes);
        });

        assertThat(reason).isEqualTo("non_finite_samples");
    }

    @Test
    void shouldRefuseFieldsOutOfRange() {
        assertThat(reasonOf(chunk -> chunk.setSampleRateHz(0))).isEqualTo("bad_field");
        assertThat(reasonOf(chunk -> chunk.setChannels(0))).isEqualTo("bad_field");
        assertThat(reasonOf(chunk -> chunk.setFirstSample(-1))).isEqualTo("bad_field");
        assertThat(reasonOf(chunk -> chunk.setFirstSample(Long.MAX_VALUE))).isEqualTo("bad_field");
        assertThat(reasonOf(chunk -> chunk.setEpochId(" "))).isEqualTo("bad_field");
        assertThat(reasonOf(chunk -> chunk.setEpochId("a\nb"))).isEqualTo("bad_field");
        assertThat(reasonOf(chunk -> chunk.setCapturedAt(Instant.parse("-0044-03-15T12:00:00Z"))))
                .isEqualTo("bad_field");
    }

    @Test
    void shouldWriteADeadLetterOfAChunkThatWaitedInVain() {
        topology.send(DOOR.chunk(0, RATE));
        AudioChunk last = DOOR.chunk(RATE + RATE / 2, 2 * RATE);
        last.setEndOfStream(true);
        topology.send(last);
        topology.send(DOOR.chunk(2 * RATE, 3 * RATE));
        assertThat(topology.deadLetters()).isEmpty();

        topology.pass(Duration.ofSeconds(5));

        var letters = topology.deadLetters();
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(new String(letter.headers().lastHeader(DeadLetter.REASON).value(), UTF_8))
                    .isEqualTo("late");
            assertThat(new String(letter.headers().lastHeader(DeadLetter.TOPIC).value(), UTF_8))
                    .isEqualTo("earshot.audio");
            AudioChunk again = SingleObjectSerde.audioChunk().decode(letter.value());
            assertThat(again.getFirstSample()).isEqualTo(2 * RATE);
            assertThat(again.getSamples().remaining()).isEqualTo(4 * RATE);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {4_000, 4_001, 8_000, 15_999, 44_100, 44_101, 96_000, 191_999, 192_000})
    void shouldProcessEveryWholeRate(int rateHz) {
        Sound sound = Sound.noise(rateHz, 7, 1).tone(600, 2, 4);

        topology.send(new Microphone("odd", "e1", sound).chunks(rateHz / 2));

        assertThat(topology.reasons()).isEmpty();
        assertThat(topology.ended())
                .singleElement()
                .satisfies(event ->
                        assertThat(event.getOnsetSample() / (double) rateHz).isBetween(1.9, 2.1));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1, 3_999, 192_001, Integer.MAX_VALUE})
    void shouldRefuseOtherRates(int rateHz) {
        assertThat(reasonOf(chunk -> chunk.setSampleRateHz(rateHz))).isEqualTo("bad_field");
    }

    @Test
    void shouldRefuseARateThatChangesInsideAnEpoch() {
        topology.send(DOOR.chunk(0, RATE));
        AudioChunk other = DOOR.chunk(RATE, 2 * RATE);
        other.setSampleRateHz(44_100);
        topology.send(other);

        assertThat(topology.reasons()).containsExactly("wrong_rate");
    }

    @Test
    void shouldSurviveAThousandMangledChunks() {
        byte[] good = SERDE.encode(DOOR.chunk(0, 400));
        Random random = new Random(7);

        for (int n = 0; n < 1_000; n++) {
            byte[] bad = good.clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                bad[random.nextInt(k == 0 ? bad.length : 60)] = (byte) random.nextInt();
            }
            topology.sendBytes("door", bad);
        }
        topology.send(new Microphone("window", "e1", Sound.noise(RATE, 2, 1)).chunks(RATE));

        assertThat(topology.reasons()).hasSizeGreaterThan(100);
        assertThat(topology.statuses()).anyMatch(status -> status.getSourceId().equals("window"));
    }

    @Test
    void shouldHoldASourceToItsQuotaIfOneIsSet() {
        StreamSettings held = TopologyFixture.withLimits(
                TopologyFixture.settings(new BandNetwork()), limits -> limits.withMaxSpeed(2, Duration.ofSeconds(5)));
        try (TopologyFixture other = new TopologyFixture(held)) {
            for (int second = 0; second < 20; second++) {
                other.sendAtOnce(DOOR.chunk(second * RATE, (second + 1) * RATE));
            }
            other.sendAtOnce(new Microphone("window", "e1", Sound.noise(RATE, 2, 1)).chunk(0, RATE));

            assertThat(other.reasons()).hasSizeBetween(13, 15).containsOnly("over_quota");
        }
    }

    private String reasonOf(Consumer<AudioChunk> damage) {
        AudioChunk chunk = DOOR.chunk(0, RATE);
        damage.accept(chunk);
        topology.send(chunk);
        var reasons = topology.reasons();
        assertThat(reasons).hasSize(1);
        return reasons.get(0);
    }
}
