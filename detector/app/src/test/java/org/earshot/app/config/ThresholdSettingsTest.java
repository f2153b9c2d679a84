package org.earshot.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.Thresholds;
import org.junit.jupiter.api.Test;

class ThresholdSettingsTest {
    private static final Manifest MODEL = new Manifest(
            "test",
            "1",
            List.of("siren", "door.knock"),
            FrontEnd.wide16k(),
            ActivityCurve.graph(),
            12,
            "fap",
            true,
            List.of(new Thresholds(0.5f, 0.4f, 0.2f), new Thresholds(0.3f, 0.6f, 0.1f)),
            10,
            10,
            List.of(),
            Map.of(),
            List.of(),
            0);

    @Test
    void shouldLeaveTheModelsThresholdsInForce() {
        var rules = Config.defaults().thresholds();

        assertThat(rules.inForce(MODEL, "any")).isEqualTo(MODEL.thresholds());
    }

    @Test
    void shouldLetTheNearestRuleWinValueByValue() {
        var rules = rules(Map.of(
                "earshot.threshold.*.gate", "0.9",
                "earshot.threshold.siren.gate", "0.8",
                "earshot.group.yard.sources", "yard-.*",
                "earshot.group.yard.threshold.*.low", "0.05",
                "earshot.group.yard.threshold.door.knock.gate", "0.7"));

        assertThat(rules.inForce(MODEL, "hall-1"))
                .containsExactly(new Thresholds(0.8f, 0.4f, 0.2f), new Thresholds(0.9f, 0.6f, 0.1f));
        assertThat(rules.inForce(MODEL, "yard-1"))
                .containsExactly(new Thresholds(0.8f, 0.4f, 0.05f), new Thresholds(0.7f, 0.6f, 0.05f));
    }

    @Test
    void shouldTakeTheFirstGroupByName() {
        var rules = rules(Map.of(
                "earshot.group.b.sources", ".*",
                "earshot.group.b.threshold.siren.gate", "0.2",
                "earshot.group.a.sources", "one",
                "earshot.group.a.threshold.siren.gate", "0.1"));

        assertThat(rules.inForce(MODEL, "one").get(0).gate()).isEqualTo(0.1f);
        assertThat(rules.inForce(MODEL, "two").get(0).gate()).isEqualTo(0.2f);
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        assertThatThrownBy(() -> rules(Map.of("earshot.threshold.siren.gate", "1.5")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("earshot.threshold.siren.gate = 1.5: must be a number in 0..1");
        assertThatThrownBy(() -> rules(Map.of("earshot.threshold.siren.high", "NaN")))
                .hasMessage("earshot.threshold.siren.high = NaN: must be a number in 0..1");
        assertThatThrownBy(() -> rules(Map.of("earshot.group.yard.threshold.siren.gate", "0.5")))
                .hasMessageStartingWith("earshot.group.yard.sources is missing");
        assertThatThrownBy(() -> rules(Map.of("earshot.group.yard.sources", "(")))
                .hasMessageContaining("not a regular expression");
    }

    @Test
    void shouldRefuseALabelThatTheModelDoesNotKnow() {
        var rules = rules(Map.of("earshot.threshold.sirene.gate", "0.5"));

        assertThatThrownBy(() -> rules.check(MODEL, MODEL.thresholds()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("threshold for sirene")
                .hasMessageContaining("siren, door.knock");
    }

    @Test
    void shouldRefuseThresholdsThatContradictEachOther() {
        var rules = rules(Map.of("earshot.threshold.siren.low", "0.45"));

        assertThatThrownBy(() -> rules.check(MODEL, MODEL.thresholds()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("siren")
                .hasMessageContaining("low");
    }

    private static org.earshot.core.model.ThresholdRules rules(Map<String, String> values) {
        return Config.load(null, Map.of(), values).thresholds();
    }
}
