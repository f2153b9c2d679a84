package org.earshot.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedModelsTest {
    @ParameterizedTest
    @ValueSource(strings = {ShippedModels.DEFAULT, ShippedModels.FULL, ShippedModels.LIGHT, ShippedModels.FREE})
    void shouldHearTheFifteenLabelsOfTheCorpusInAStream(String name) {
        Manifest manifest = ShippedModels.open(name).manifest();

        assertThat(manifest.frontEnd()).isEqualTo(FrontEnd.wide16k());
        assertThat(manifest.labels())
                .hasSize(15)
                .contains("alarm_clock", "dog", "door_knock", "glass_breaking", "siren", "speech");
        assertThat(manifest.streams()).isTrue();
        assertThat(manifest.activity()).isEqualTo(ActivityCurve.windowed(15, 3));
        assertThat(manifest.receptiveFrames()).isEqualTo(12);
    }

    @Test
    void shouldSayHowTheModelCameToBe() {
        Map<String, Object> training =
                ShippedModels.open(ShippedModels.DEFAULT).manifest().training();

        assertThat(training).containsKeys("corpus_sha256", "training_seed", "steps", "thresholds");
        // The mean of several runs has no validation of its own.
        assertThat(training.keySet()).containsAnyOf("mean_of_clip_steps", "validation_map");
    }

    @Test
    void shouldSayThatAPrecisionIsNotThere() {
        assertThatThrownBy(() -> ShippedModels.open(ShippedModels.DEFAULT, "bf16"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("default.bf16");
    }
}
