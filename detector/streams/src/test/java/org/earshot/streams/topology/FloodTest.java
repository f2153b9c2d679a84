package org.earshot.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.earshot.core.live.BandNetwork;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.ClipTags;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What neighbours feel of a source that sends a hundred times its share, in a simulated time in which each block costs the
 * task twenty milliseconds: a second of the flood would take two.
 */
@Tag("integration")
class FloodTest {
    private static final int RATE = 16_000;
    private static final int NEIGHBOURS = 8;
    private static final int SECONDS = 12;
    private static final int FLOOD = 100;
    private static final Duration BLOCK_COST = Duration.ofMillis(20);

    @Test
    void shouldNotRaiseTheDelayOfTheOthersIfSourcesAreHeldToTheirSpeed() {
        double alone = ninetyNinthMillis(settings(2), false);

        double beside = ninetyNinthMillis(settings(2), true);

        // Its own share is two blocks a second, and a burst of five at first.
        assertThat(beside).isLessThan(alone + 5 * BLOCK_COST.toMillis());
    }

    @Test
    void shouldRaiseItWithoutTheLimit() {
        double alone = ninetyNinthMillis(settings(0), false);

        double beside = ninetyNinthMillis(settings(0), true);

        assertThat(beside).isGreaterThan(alone + 1_000);
    }

    /** From the moment a neighbour sends a chunk until the tags that it completed come out. */
    private static double ninetyNinthMillis(StreamSettings settings, boolean flooded) {
        List<List<AudioChunk>> neighbours = IntStream.range(0, NEIGHBOURS)
                .mapToObj(n -> new Microphone("n" + n, "e", Sound.noise(RATE, SECONDS, n)).chunks(RATE))
                .toList();
        List<AudioChunk> flood =
                new Microphone("flood", "e", Sound.noise(RATE, flooded ? SECONDS * FLOOD : 1, 99)).chunks(RATE);
        List<Double> delays = new ArrayList<>();
        try (TopologyFixture topology = new TopologyFixture(settings)) {
            SimulatedTask task = new SimulatedTask(topology, delays);
            for (int second = 0; second < SECONDS - 1; second++) {
                for (int slot = 0; slot < FLOOD; slot++) {
                    double at = 1_000 * second + 10 * slot;
                    if (slot % 10 == 0 && slot / 10 < NEIGHBOURS) {
                        task.take(at, neighbours.get(slot / 10).get(second));
                    }
                    if (flooded) {
                        task.take(at, flood.get(second * FLOOD + slot));
                    }
                }
            }
        }
        delays.sort(null);
        assertThat(delays).hasSizeGreaterThan(NEIGHBOURS * (SECONDS - 5));
        return delays.get((int) Math.ceil(0.99 * delays.size()) - 1);
    }

    private static StreamSettings settings(int maxSpeed) {
        return TopologyFixture.withLimits(
                TopologyFixture.withTags(TopologyFixture.settings(new BandNetwork())),
                limits -> limits.withMaxSpeed(maxSpeed, Duration.ofSeconds(5)));
    }

    /** One task that does one thing after the other, each at its cost. Milliseconds since the start. */
    private static final class SimulatedTask {
        private final TopologyFixture topology;
        private final List<Double> delays;
        private final Map<String, List<Double>> sentAt = new HashMap<>();
        private final Map<String, Integer> clips = new HashMap<>();
        private double free;
        private double clock;
        private double blocks;

        SimulatedTask(TopologyFixture topology, List<Double> delays) {
            this.topology = topology;
            this.delays = delays;
        }

        void take(double at, AudioChunk chunk) {
            sentAt.computeIfAbsent(chunk.getSourceId(), s -> new ArrayList<>()).add(at);
            free = Math.max(free, at);
            long pass = (long) (free - clock);
            topology.pass(Duration.ofMillis(pass));
            clock += pass;
            work();
            topology.sendAtOnce(chunk, Microphone.START.plusMillis((long) at));
            work();
        }

        private void work() {
            double scored = topology.registry.get("earshot.blocks").counter().count();
            free += (scored - blocks) * BLOCK_COST.toMillis();
            blocks = scored;
            for (ClipTags tags : topology.tags()) {
                String source = tags.getSourceId();
                // The tags of second n are known when the look-ahead is there: with the chunk after it.
                int chunk = clips.merge(source, 1, Integer::sum);
                if (!source.equals("flood") && chunk < sentAt.get(source).size()) {
                    delays.add(free - sentAt.get(source).get(chunk));
                }
            }
        }
    }
}
