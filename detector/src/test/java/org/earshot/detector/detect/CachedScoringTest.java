package org.earshot.detector.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.earshot.detector.infer.CachingNetwork;
import org.earshot.detector.infer.DeviceChoice;
import org.earshot.detector.infer.InferenceSettings;
import org.earshot.detector.infer.OnnxMaskNetwork;
import org.earshot.detector.model.TestModels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CachedScoringTest {
    private static OnnxMaskNetwork plain;
    private static CachingNetwork caching;

    @BeforeAll
    static void open() {
        plain = OnnxMaskNetwork.open(TestModels.tiny(), DeviceChoice.CPU, InferenceSettings.singleThreaded());
        caching = CachingNetwork.open(TestModels.tiny(), DeviceChoice.CPU, InferenceSettings.singleThreaded());
    }

    @AfterAll
    static void close() {
        caching.close();
        plain.close();
    }

    @ParameterizedTest
    @CsvSource({"10, 0", "1, 0", "61, 0", "10, 3", "31, 2"})
    void shouldGiveTheTagsAndEventsOfPlainScoring(int blocks, int dropEvery) {
        float[] sound = Scenes.restlessSound(7, 16_000 * 24 + 777);
        var settings = DetectorSettings.of(plain.manifest(), blocks);
        var expected = new Listener(plain, settings, 16_000).hear(sound);

        var pipeline = new SourcePipeline(plain.manifest(), settings, 16_000);
        var scoring = new CachedScoring(caching, plain);
        List<Detection> heard = new ArrayList<>();
        List<TaggedClip> clips = new ArrayList<>();
        int chunk = 0;
        for (int at = 0; at < sound.length; at += 8_000) {
            pipeline.accept(sound, at, Math.min(8_000, sound.length - at));
            scoring.scoreReady(pipeline, heard::add, clips::add);
            if (dropEvery > 0 && ++chunk % dropEvery == 0) {
                scoring.drop();
            }
        }
        pipeline.finish();
        scoring.scoreReady(pipeline, heard::add, clips::add);

        assertThat(clips).hasSameSizeAs(expected.clips);
        for (int i = 0; i < clips.size(); i++) {
            for (int k = 0; k < 3; k++) {
                assertThat(clips.get(i).tags()[k])
                        .isEqualTo(expected.clips.get(i).tags().get(k), within(1e-5f));
            }
        }
        assertThat(spans(heard)).isNotEmpty().isEqualTo(spans(expected.detections()));
        assertThat(caching.cacheBytes()).isPositive();
    }

    private static List<List<Object>> spans(List<Detection> detections) {
        return detections.stream()
                .map(d -> List.<Object>of(d.phase(), d.label(), d.onsetSample(), d.offsetSample()))
                .toList();
    }
}
