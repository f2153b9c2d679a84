package org.earshot.trainer.data.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.data.mix.Placement.LevelOver;
import org.junit.jupiter.api.Test;

class PaperSettingsTest {
    @Test
    void shouldFollowTheReferenceByDefault() {
        assertThat(PaperSettings.of(Map.of())).isEqualTo(new PaperSettings(0, LevelOver.RECORDING, false, false));
    }

    @Test
    void shouldTakeEveryKey() {
        PaperSettings settings = PaperSettings.of(
                Map.of("mix.snrOver", "trimmed", "mix.labelPadded", "true", "mix.kongRepeatQuirk", "true"));

        assertThat(settings).isEqualTo(new PaperSettings(0, LevelOver.TAKEN, true, true));
    }

    @Test
    void shouldNameUnknownKeysAndValues() {
        assertThatThrownBy(() -> PaperSettings.of(Map.of("mix.snr", "1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("mix.snr: unknown");
        assertThatThrownBy(() -> PaperSettings.of(Map.of("mix.labelPadded", "yes")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("mix.labelPadded=yes");
    }
}
