package org.earshot.core.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.earshot.core.capture.Chunk;
import org.earshot.core.capture.Chunks;
import org.earshot.core.capture.SourceLimits;
import org.earshot.core.detect.DetectorSettings;
import org.junit.jupiter.api.Test;

/** One microphone that sends far more than its share, beside others that do not. */
class FairnessTest {
    private static final int RATE = 16_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final BandNetwork network = new BandNetwork();
    private final List<String> scored = new ArrayList<>();

    @Test
    void shouldScoreTheNeighboursBlockInTheNextBatchHoweverMuchAnotherHasWaiting() {
        LiveDetector detector = detector(new Batches(8, MINUTE, 4096));
        send(detector, "flood", 100);
        send(detector, "neighbour", 3);
        int before = detector.waiting();

        while (scored.size() < 4) {
            detector.tick(MINUTE.toMillis());
        }

        assertThat(scored.subList(0, 4)).contains("neighbour");
        assertThat(before).isGreaterThan(90);
    }

    @Test
    void shouldTakeTurnsWhileBothHaveBlocksWaiting() {
        LiveDetector detector = detector(new Batches(2, MINUTE, 4096));
        send(detector, "flood", 20);

        send(detector, "neighbour", 6);

        assertThat(scored).startsWith("flood", "neighbour", "flood", "neighbour", "flood", "neighbour");
    }

    @Test
    void shouldTakeNoMoreThanTheBacklog() {
        LiveDetector detector = detector(new Batches(8, MINUTE, 16));

        for (int second = 0; second < 59; second++) {
            detector.accept(chunk("flood", second), 0, 0);

            assertThat(detector.waiting()).isLessThanOrEqualTo(16);
        }
        assertThat(scored).hasSizeGreaterThan(40);
    }

    @Test
    void shouldScoreSourcesThatGoOnBeforeACrowdThatHasEnded() {
        LiveDetector detector = detector(new Batches(4, MINUTE, 4096));
        for (int n = 0; n < 100; n++) {
            detector.accept(last(chunk("gone-" + n, 0)), 0, 0);
        }
        for (int second = 0; second < 3; second++) {
            detector.accept(chunk("here", second), 0, 0);
        }

        while (detector.waiting() > 0) {
            detector.tick(MINUTE.toMillis());
        }

        assertThat(scored.indexOf("here")).isLessThan(8);
        assertThat(scored).hasSizeGreaterThanOrEqualTo(101);
    }

    private LiveDetector detector(Batches batches) {
        LiveSettings settings = new LiveSettings(
                source -> DetectorSettings.of(network.manifest(), 10),
                true,
                batches,
                SourceLimits.of(Duration.ofSeconds(2), Duration.ofSeconds(30)),
                Duration.ofSeconds(10));
        return new LiveDetector(network, settings, new HeapStore(), new LiveListener() {
            @Override
            public void event(LiveEvent event) {}

            @Override
            public void tags(LiveTags tags) {
                scored.add(tags.sourceId());
            }
        });
    }

    private static void send(LiveDetector detector, String source, int seconds) {
        for (int second = 0; second < seconds; second++) {
            detector.accept(chunk(source, second), 0, 0);
        }
    }

    private static Chunk chunk(String source, int second) {
        return Chunks.of(source).second(second, n -> 0.01f * (float) Math.sin(n));
    }

    private static Chunk last(Chunk chunk) {
        return Chunks.last(chunk);
    }
}
