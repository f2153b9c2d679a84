package org.earshot.core.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.earshot.core.model.TestModels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CachedMaskNetworkTest {
    private static final int MELS = 64;
    private static final int R = 12;
    private static final int BLOCK = 31;

    private final AtomicLong nanos = new AtomicLong();
    private final OnnxMaskNetwork plain =
            OnnxMaskNetwork.open(TestModels.tiny(), DeviceChoice.CPU, InferenceSettings.singleThreaded());
    private final CachingNetwork caching =
            CachingNetwork.open(TestModels.tiny(), DeviceChoice.CPU, InferenceSettings.singleThreaded());
    private final long oneStream = caching.cacheBytes() + 2L * R * MELS * Float.BYTES;
    private final CachedMaskNetwork network = new CachedMaskNetwork(plain, caching, 2 * oneStream, nanos::get);

    @AfterEach
    void close() {
        network.close();
    }

    @Test
    void shouldScoreStreamsBeyondItsMemoryFromTheirContext() {
        for (String stream : new String[] {"a", "b", "c", "a", "b", "c"}) {
            assertScored(stream, 0);
        }

        assertThat(network.cacheBytes()).isEqualTo(2 * oneStream);
        assertScored("a", 1);
        assertScored("c", 1);
        assertScored("b", 1);
    }

    @Test
    void shouldMakeRoomWhenAStreamWasSilentForAMinute() {
        assertScored("a", 0);
        nanos.addAndGet(Duration.ofSeconds(30).toNanos());
        assertScored("b", 0);
        nanos.addAndGet(Duration.ofSeconds(40).toNanos());
        assertScored("c", 0);

        assertThat(network.remembers("a")).isFalse();
        assertThat(network.remembers("b")).isTrue();
        assertThat(network.remembers("c")).isTrue();
    }

    /** Block n of a stream of noise, held against the stream scored at once. */
    private void assertScored(String stream, int n) {
        float[] sound = OnnxMaskNetworkTest.noise((2 * BLOCK + 2 * R) * MELS, stream.hashCode());
        Scores whole = plain.score(sound, 1, 2 * BLOCK + 2 * R);
        int frames = BLOCK + 2 * R;
        float[] block = Arrays.copyOfRange(sound, n * BLOCK * MELS, (n * BLOCK + frames) * MELS);

        Scores scores = network.score(stream, block, 0, frames);

        for (int t = R; t < R + BLOCK; t++) {
            assertThat(scores.activity()[scores.at(0, 1, t)])
                    .isCloseTo(whole.activity()[whole.at(0, 1, n * BLOCK + t)], within(1e-5f));
        }
    }
}
