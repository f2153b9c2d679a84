package org.earshot.core.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.earshot.core.model.ModelException;
import org.earshot.core.model.TestModels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CachingNetworkTest {
    private static final int MELS = 64;
    private static final int R = 12;
    private static CachingNetwork caching;
    private static OnnxMaskNetwork plain;

    @BeforeAll
    static void open() {
        caching = CachingNetwork.open(TestModels.tiny(), DeviceChoice.CPU, InferenceSettings.singleThreaded());
        plain = OnnxMaskNetwork.open(TestModels.tiny(), DeviceChoice.CPU, InferenceSettings.singleThreaded());
    }

    @AfterAll
    static void close() {
        caching.close();
        plain.close();
    }

    @Test
    void shouldGiveWhatTheUncutStreamGives() {
        int frames = 400;
        float[] stream = OnnxMaskNetworkTest.noise(frames * MELS, 8);
        Scores whole = plain.score(stream, 1, frames);
        Random random = new Random(2);

        int at = R + 1 + random.nextInt(40);
        CachingNetwork.Piece piece = caching.begin(stream, 0, at);
        int done = assertAlike(whole, 0, piece.scores());
        while (at < frames) {
            int length = Math.min(frames - at, 1 + random.nextInt(40));
            piece = caching.next(stream, at * MELS, length, piece.cache());
            done = assertAlike(whole, done, piece.scores());
            at += length;
        }

        assertThat(done).isEqualTo(frames - R);
    }

    @Test
    void shouldGoOnFromContextAfterItsCacheWasDropped() {
        float[] stream = OnnxMaskNetworkTest.noise(200 * MELS, 9);
        Scores whole = plain.score(stream, 1, 200);
        float[] block = Arrays.copyOfRange(stream, (100 - R) * MELS, (131 + R) * MELS);

        CachingNetwork.Piece again = caching.begin(block, 0, 31 + 2 * R);
        CachingNetwork.Piece next = caching.next(stream, (131 + R) * MELS, 20, again.cache());

        for (int t = 0; t < 31; t++) {
            assertThat(again.scores().activity()[again.scores().at(0, 2, R + t)])
                    .isCloseTo(whole.activity()[whole.at(0, 2, 100 + t)], within(1e-5f));
        }
        assertAlike(whole, 131, next.scores());
    }

    @Test
    void shouldSayWhatACacheTakes() {
        CachingNetwork.Piece piece = caching.begin(OnnxMaskNetworkTest.noise(40 * MELS, 1), 0, 40);

        // One plane and 2 frames, then 4 channels: a dense layer keeps 2 frames, a dilated one 4.
        assertThat(piece.cache().bytes()).isEqualTo((2 + 4 * (4 + 2 + 4 + 2 + 4 + 2 + 4)) * MELS * Float.BYTES);
        assertThat(caching.cacheBytes()).isEqualTo(piece.cache().bytes());
    }

    @Test
    void shouldRefuseWholeClipModel() {
        assertThatThrownBy(() -> CachingNetwork.open(
                        TestModels.tinyWholeClips(), DeviceChoice.CPU, InferenceSettings.singleThreaded()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("whole clips only");
    }

    @Test
    void shouldRefuseToBeginWithinTheReceptiveField() {
        assertThatThrownBy(() -> caching.begin(new float[R * MELS], 0, R)).isInstanceOf(IllegalArgumentException.class);
    }

    private static int assertAlike(Scores whole, int from, Scores piece) {
        for (int k = 0; k < piece.classes(); k++) {
            for (int t = 0; t < piece.frames(); t++) {
                assertThat(piece.activity()[piece.at(0, k, t)])
                        .isCloseTo(whole.activity()[whole.at(0, k, from + t)], within(1e-5f));
                assertThat(piece.poolNumerator()[piece.at(0, k, t)] / whole.poolNumerator()[whole.at(0, k, from + t)])
                        .isCloseTo(1, within(1e-5f));
            }
        }
        return from + piece.frames();
    }
}
