package org.earshot.trainer.data.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.data.corpus.Split;
import org.junit.jupiter.api.Test;

class FieldConditionsTest {
    @Test
    void shouldSetEveryShareByItsKey() {
        FieldConditions changed = FieldConditions.PLAIN;

        for (String key : FieldConditions.PLAIN.shares().keySet()) {
            changed = changed.with(Map.of(key, "0.25"));
        }

        assertThat(changed.shares().values()).containsOnly(0.25);
        assertThat(changed.with(Map.of("mix.draw", "source")).bySource()).isTrue();
        assertThat(FieldSettings.of(Split.TRAIN)
                        .with(Map.of("mix.speed.spread", "0.5"))
                        .speedSpread())
                .isEqualTo(0.5);
    }

    @Test
    void shouldRefuseWhatIsUnknownOrOutOfRange() {
        assertRefused("mix.roam.share", "0.5", "unknown");
        assertRefused("mix.weight.", "0.5", "unknown");
        assertRefused("mix.room.share", "1.5", "0..1");
        assertRefused("mix.room.share", "NaN", "0..1");
        assertRefused("mix.room.share", "half", "not a number");
        assertRefused("mix.synthetic.share", "0.4", "0.333");
        assertRefused("mix.draw", "label", "source or file");
        assertRefused("mix.weight.x", "-1", "0..100");
    }

    @Test
    void shouldWriteWeightsInOneOrderWhateverTheOrderTheyCameIn() {
        Map<String, String> forth = new LinkedHashMap<>();
        Map<String, String> back = new LinkedHashMap<>();
        for (int i = 0; i < 10; i++) {
            forth.put("mix.weight.set" + i, "0.5");
            back.put("mix.weight.set" + (9 - i), "0.5");
        }

        assertThat(FieldConditions.WIDE.with(forth).toString())
                .isEqualTo(FieldConditions.WIDE.with(back).toString())
                .contains("set0=0.5, set1=0.5, set2=0.5");
    }

    @Test
    void shouldMakeValidationAndTestMixturesOfPlainRecordings() {
        assertThat(FieldSettings.of(Split.TEST).conditions()).isEqualTo(FieldConditions.PLAIN);
        assertThat(FieldSettings.of(Split.VALIDATION).conditions()).isEqualTo(FieldConditions.PLAIN);
        assertThat(FieldSettings.of(Split.TRAIN).conditions()).isEqualTo(FieldConditions.WIDE);
    }

    private static void assertRefused(String key, String value, String why) {
        assertThatThrownBy(() -> FieldConditions.WIDE.with(Map.of(key, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(why);
    }
}
