package org.earshot.detector.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.earshot.detector.detect.DetectorSettings;
import org.earshot.detector.detect.SourcePipeline;
import org.earshot.schema.AudioChunk;
import org.junit.jupiter.api.Test;

/** One microphone that sends far more than its share, beside others that do not. */
class FairnessTest {
    private static final int RATE = 16_000;

    private final BandNetwork network = new BandNetwork();

    @Test
    void shouldScoreTheNeighboursBlockInTheNextBatchHoweverMuchAnotherHasWaiting() {
        BlockScorer scorer = new BlockScorer(
                network,
                StreamSettings.Batches.of(8, Duration.ofMillis(20)),
                new StreamMetrics(new SimpleMeterRegistry(), network));
        LiveSource flood = source("flood", 100);
        LiveSource neighbour = source("neighbour", 3);
        scorer.refresh(flood, 0);
        scorer.refresh(neighbour, 0);
        List<String> order = new ArrayList<>();

        scorer.scoreSome((source, scores, index) -> {
            order.add(source.id);
            source.pipeline.apply(scores, index, detection -> {});
        });

        assertThat(order).contains("neighbour").hasSizeLessThanOrEqualTo(4);
        assertThat(scorer.backlog()).isEqualTo(flood.readyBlocks() + neighbour.readyBlocks());
    }

    @Test
    void shouldTakeTurnsWhileBothHaveBlocksWaiting() {
        BlockScorer scorer = new BlockScorer(
                network,
                StreamSettings.Batches.of(1, Duration.ofMillis(20)),
                new StreamMetrics(new SimpleMeterRegistry(), network));
        LiveSource flood = source("flood", 20);
        LiveSource neighbour = source("neighbour", 6);
        scorer.refresh(flood, 0);
        scorer.refresh(neighbour, 0);
        List<String> order = new ArrayList<>();

        for (int n = 0; n < 8; n++) {
            scorer.scoreSome((source, scores, index) -> {
                order.add(source.id);
                source.pipeline.apply(scores, index, detection -> {});
            });
        }

        assertThat(order)
                .containsExactly(
                        "flood", "neighbour", "flood", "neighbour", "flood", "neighbour", "flood", "neighbour");
    }

    @Test
    void shouldStopReadingRatherThanHoldMoreThanTheBacklog() {
        StreamSettings plain = TopologyFixture.settings(network);
        StreamSettings small = new StreamSettings(
                plain.topics(),
                plain.detector(),
                false,
                new StreamSettings.Batches(8, Duration.ofMinutes(1), 16),
                plain.limits(),
                plain.statusInterval());
        try (TopologyFixture topology = new TopologyFixture(small)) {
            List<AudioChunk> chunks = new Microphone("flood", "e", Sound.noise(RATE, 60, 1)).chunks(RATE);

            for (AudioChunk chunk : chunks.subList(0, 59)) {
                topology.sendAtOnce(chunk);

                assertThat(topology.registry
                                .get("earshot.blocks.waiting")
                                .gauge()
                                .value())
                        .isLessThanOrEqualTo(16);
            }
            assertThat(topology.registry.get("earshot.blocks").counter().count())
                    .isGreaterThan(40);
        }
    }

    private LiveSource source(String id, int seconds) {
        LiveSource source = new LiveSource(id);
        Sound sound = Sound.noise(RATE, seconds, 1);
        source.pipeline = new SourcePipeline(network.manifest(), DetectorSettings.of(network.manifest(), 10), RATE);
        float[] mono = new float[sound.length()];
        for (int n = 0; n < mono.length; n++) {
            mono[n] = sound.bytes(n, n + 1).getShort(0) / 32768f;
        }
        source.pipeline.accept(mono, 0, mono.length);
        return source;
    }
}
