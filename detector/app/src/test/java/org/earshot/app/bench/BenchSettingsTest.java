package org.earshot.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.earshot.app.config.Config;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ShippedModels;
import org.junit.jupiter.api.Test;

class BenchSettingsTest {
    private static BenchSettings settings(Map<String, String> environment, Map<String, String> sets) {
        return new BenchSettings(
                "tiny",
                DeviceChoice.parse("auto"),
                List.of("fp32"),
                List.of(10),
                List.of(1),
                1,
                1,
                false,
                Map.of(),
                Config.load(null, environment, sets));
    }

    @Test
    void shouldMeasureLayerCachesWhereTheDetectorHasThem() {
        assertThat(settings(Map.of(), Map.of()).caches("cpu")).isTrue();
        assertThat(settings(Map.of(), Map.of()).caches("cuda:0")).isFalse();
        assertThat(settings(Map.of("EARSHOT_INFER_CACHE_BYTES", "0"), Map.of()).caches("cpu"))
                .isFalse();
        assertThat(settings(Map.of("EARSHOT_INFER_CACHE_BYTES", "1000000"), Map.of())
                        .caches("cuda:0"))
                .isTrue();
    }

    @Test
    void shouldDetectAsTheDetectorDoes() {
        Manifest tiny = ShippedModels.open("tiny").manifest();

        assertThat(settings(Map.of(), Map.of()).detector(tiny, 5).thresholds())
                .isNotEqualTo(settings(Map.of(), Map.of("earshot.threshold.*.gate", "0.9"))
                        .detector(tiny, 5)
                        .thresholds());
    }
}
