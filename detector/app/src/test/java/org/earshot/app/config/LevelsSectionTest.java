package org.earshot.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.earshot.core.model.ConfigurationException;
import org.junit.jupiter.api.Test;

class LevelsSectionTest {
    @Test
    void shouldCalibrateTheSourcesOfAGroupApart() {
        Config config = load(Map.of(
                "earshot.levels.calibration.db", "94",
                "earshot.group.yard.sources", "yard-.*",
                "earshot.group.yard.levels.calibration.db", "120.5",
                "earshot.group.hall.sources", "hall-.*"));

        assertThat(calibration(config, "yard-1")).isEqualTo(120.5f);
        assertThat(calibration(config, "hall-1")).isEqualTo(94);
        assertThat(calibration(config, "roof")).isEqualTo(94);
    }

    @Test
    void shouldRefuseACalibrationOfAGroupWithoutSources() {
        assertThatThrownBy(() -> load(Map.of("earshot.group.yard.levels.calibration.db", "94")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("earshot.group.yard.sources is missing");
    }

    @Test
    void shouldRefuseWhatNoMicrophoneHas() {
        for (String value : new String[] {"loud", "NaN", "-51", "251"}) {
            assertThatThrownBy(() -> load(Map.of(
                            "earshot.group.yard.sources", ".*", "earshot.group.yard.levels.calibration.db", value)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("earshot.group.yard.levels.calibration.db = " + value
                            + ": must be a number of dB from -50 to 250");
        }
    }

    private static float calibration(Config config, String source) {
        return config.levels().calibrationDb(config.thresholds().group(source).orElse(""));
    }

    private static Config load(Map<String, String> sets) {
        return Config.load(null, Map.of(), sets);
    }
}
