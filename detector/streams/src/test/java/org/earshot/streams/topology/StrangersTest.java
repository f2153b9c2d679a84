package org.earshot.streams.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.earshot.core.live.BandNetwork;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.AudioEncoding;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.framing.SingleObjectSerde;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever strangers send, the detector goes on, and the events of every other source are those of a run without them.
 *
 * <p>Each round has its own seed; {@code -Dearshot.strangers.seconds=600} goes on for that long.
 */
@Tag("integration")
class StrangersTest {
    private static final int RATE = 16_000;
    private static final int GOOD = 4;
    private static final int SECONDS = 12;
    private static final int CHUNK = RATE / 2;
    private static final SingleObjectSerde<AudioChunk> SERDE = SingleObjectSerde.audioChunk();

    private record Event(
            String phase, String label, long onset, long offset, float score, float tag, Instant at, String id) {}

    @Test
    void shouldChangeNothingForTheOthersWhateverAStrangerSends() {
        long seconds = Long.getLong("earshot.strangers.seconds", 4);
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        long seed = 0;
        do {
            Map<String, List<Event>> alone = run(seed, false);

            Map<String, List<Event>> among = run(seed, true);

            assertThat(among).as("seed " + seed).isEqualTo(alone);
            assertThat(alone).as("seed " + seed).hasSize(GOOD);
            seed++;
        } while (System.nanoTime() < end);
    }

    private static Map<String, List<Event>> run(long seed, boolean strangers) {
        Random random = new Random(seed);
        List<List<AudioChunk>> good = IntStream.range(0, GOOD)
                .mapToObj(n -> new Microphone("good-" + n, "e", sound(seed * GOOD + n)).chunks(CHUNK))
                .toList();
        StreamSettings settings = TopologyFixture.withLimits(
                TopologyFixture.settings(new BandNetwork()),
                limits -> limits.withMaxSpeed(4, Duration.ofSeconds(20)).withMaxSources(40));
        Map<String, List<Event>> events = new TreeMap<>();
        try (TopologyFixture topology = new TopologyFixture(settings)) {
            Stranger[] crowd = IntStream.range(0, 8)
                    .mapToObj(n -> new Stranger("bad-" + n, random.nextLong()))
                    .toArray(Stranger[]::new);
            for (int n = 0; n < good.get(0).size(); n++) {
                for (List<AudioChunk> source : good) {
                    topology.sendAtOnce(source.get(n), Microphone.START.plusMillis(500L * n));
                    for (int bad = random.nextInt(12); strangers && bad > 0; bad--) {
                        crowd[random.nextInt(crowd.length)].send(topology, 500L * n);
                    }
                }
                topology.pass(Duration.ofMillis(500));
            }
            topology.pass(TopologyFixture.STALE.multipliedBy(2));
            for (SoundEvent event : topology.events()) {
                if (event.getSourceId().startsWith("good-")) {
                    events.computeIfAbsent(event.getSourceId(), id -> new ArrayList<>())
                            .add(new Event(
                                    event.getPhase().name(),
                                    event.getLabel(),
                                    event.getOnsetSample(),
                                    event.getOffsetSample(),
                                    event.getScore(),
                                    event.getTag(),
                                    event.getOnset(),
                                    event.getEventId()));
                }
            }
        }
        return events;
    }

    private static Sound sound(long seed) {
        Random random = new Random(seed);
        double at = 1 + 6 * random.nextDouble();
        return Sound.noise(RATE, SECONDS, seed)
                .tone(random.nextBoolean() ? 600 : 4_000, at, at + 1 + random.nextDouble());
    }

    /** One who sends what comes to its mind. */
    private static final class Stranger {
        private static final int[] RATES = {
            4_000, 4_001, 8_000, 11_025, 15_999, 22_050, 37_811, 44_100, 44_101, 96_001, 191_999, 192_000, 3_999,
            192_001, 0, -1
        };

        private final String name;
        private final Random random;
        private long next;
        private int rate = RATE;
        private String epoch = "e";
        private long clock;

        Stranger(String name, long seed) {
            this.name = name;
            this.random = new Random(seed);
        }

        void send(TopologyFixture topology, long nowMs) {
            String source = name;
            switch (random.nextInt(16)) {
                case 0 -> source = "id-" + random.nextInt();
                case 1 -> epoch = "e" + random.nextInt(20);
                case 2 -> rate = RATES[random.nextInt(RATES.length)];
                case 3 -> clock += random.nextInt(4_000_000) - 2_000_000L;
                case 4 -> next += random.nextInt(100_000);
                case 5 -> next = Math.max(0, next - random.nextInt(100_000));
                case 6 -> next = 0;
                case 7 -> next = random.nextLong() >>> 6;
                case 8 -> rate = 4_000 + random.nextInt(188_001);
                case 9 -> {
                    byte[] garbage = new byte[random.nextInt(300)];
                    random.nextBytes(garbage);
                    topology.sendBytesAtOnce(
                            random.nextBoolean() ? source.getBytes(UTF_8) : null,
                            garbage,
                            Microphone.START.plusMillis(nowMs));
                    return;
                }
                default -> {
                    // Goes on as it did.
                }
            }
            int samples = random.nextInt(4) == 0 ? random.nextInt(3) : random.nextInt(Math.max(1, rate / 2) + 1);
            byte[] bytes = new byte[2 * samples + (random.nextInt(20) == 0 ? 1 : 0)];
            random.nextBytes(bytes);
            AudioChunk chunk = AudioChunk.newBuilder()
                    .setSourceId(source)
                    .setEpochId(epoch)
                    .setSequence(0)
                    .setFirstSample(next)
                    .setCapturedAt(Microphone.START.plusMillis(nowMs + clock))
                    .setSampleRateHz(rate)
                    .setChannels(random.nextInt(10) == 0 ? random.nextInt(40) : 1)
                    .setEncoding(AudioEncoding.values()[random.nextInt(8) == 0 ? random.nextInt(5) : 1])
                    .setSamples(ByteBuffer.wrap(bytes))
                    .setEndOfStream(random.nextInt(40) == 0)
                    .build();
            next += samples;
            byte[] value = SERDE.encode(chunk);
            if (random.nextInt(10) == 0 && value.length > 20) {
                value[10 + random.nextInt(Math.min(60, value.length - 10))] ^= (byte) (1 << random.nextInt(8));
            }
            topology.sendBytesAtOnce(source.getBytes(UTF_8), value, Microphone.START.plusMillis(nowMs));
        }
    }
}
