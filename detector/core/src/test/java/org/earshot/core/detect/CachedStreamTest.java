package org.earshot.core.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.earshot.core.infer.CachedMaskNetwork;
import org.earshot.core.infer.CachingNetwork;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.TestModels;
import org.earshot.core.model.Thresholds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams whose layers are remembered give what streams with repeated context give, also where memory is too short. */
class CachedStreamTest {
    private static final int SECONDS = 24;

    @ParameterizedTest
    @CsvSource({"1, 10000000", "10, 10000000", "31, 10000000", "10, 1"})
    void shouldGiveTheTagsAndEventsOfTheUncached(int blocks, long maxBytes) {
        ModelFile model = TestModels.tiny();
        OnnxMaskNetwork plain = OnnxMaskNetwork.open(model, DeviceChoice.CPU, InferenceSettings.singleThreaded());
        CachingNetwork caching = CachingNetwork.open(model, DeviceChoice.CPU, InferenceSettings.singleThreaded());
        try (CachedMaskNetwork network = new CachedMaskNetwork(plain, caching, maxBytes)) {
            Heard expected = hear(network, blocks, false);

            Heard actual = hear(network, blocks, true);

            assertThat(actual.tags).hasSameSizeAs(expected.tags);
            for (int i = 0; i < expected.tags.size(); i++) {
                assertThat(actual.tags.get(i)).containsExactly(expected.tags.get(i), within(1e-5f));
            }
            assertThat(actual.events).isNotEmpty().isEqualTo(expected.events);
            assertThat(network.cacheBytes()).isLessThan(Math.max(maxBytes, 100_000));
        }
    }

    private static final class Heard {
        final List<float[]> tags = new ArrayList<>();
        final List<String> events = new ArrayList<>();
    }

    private static Heard hear(CachedMaskNetwork network, int blocks, boolean cached) {
        int rate = network.manifest().frontEnd().rateHz();
        int mels = network.manifest().frontEnd().mels();
        Heard heard = new Heard();
        List<SourcePipeline> sources = new ArrayList<>();
        for (int s = 0; s < 2; s++) {
            sources.add(new SourcePipeline(network.manifest(), settings(network, blocks), rate));
        }
        for (int second = 0; second <= SECONDS; second++) {
            for (int s = 0; s < 2; s++) {
                SourcePipeline source = sources.get(s);
                if (second < SECONDS) {
                    source.accept(sound(rate, 100L * s + second), 0, rate);
                } else {
                    source.finish();
                }
                while (source.readyBlocks() > 0) {
                    int frames = source.nextBlockFrames();
                    float[] input = new float[frames * mels];
                    source.copyNextBlock(input, 0);
                    Scores scores = cached && !source.isFinished()
                            ? network.score("s" + s, input, 0, frames)
                            : network.score(input, 1, frames);
                    source.apply(
                            scores,
                            0,
                            event -> heard.events.add(event.phase() + " " + event.label() + " " + event.onsetSample()
                                    + " " + event.offsetSample()),
                            clip -> heard.tags.add(clip.tags()));
                }
            }
        }
        return heard;
    }

    /** Low enough for a network that hears nothing to tell events. */
    private static DetectorSettings settings(CachedMaskNetwork network, int blocks) {
        return DetectorSettings.of(network.manifest(), blocks)
                .withThresholds(Collections.nCopies(network.manifest().classes(), new Thresholds(0, 0.45f, 0.4f)));
    }

    private static float[] sound(int rate, long seed) {
        Random random = new Random(seed);
        float[] sound = new float[rate];
        double loudness = 0.001 * Math.pow(300, random.nextDouble());
        double hz = 100 + 4000 * random.nextDouble();
        for (int i = 0; i < rate; i++) {
            sound[i] = (float) (loudness * (Math.sin(2 * Math.PI * hz * i / rate) + 0.3 * random.nextGaussian()));
        }
        return sound;
    }
}
