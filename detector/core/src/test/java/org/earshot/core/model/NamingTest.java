package org.earshot.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "glass\nbreaking",
                "glass\r",
                "tab\there",
                "\u001b[31mred",
                "bell\u0007",
                "delete\u007f",
                "c1\u009b31m",
                "line\u2028end",
                "turned\u202eround",
                "hidden\u200bspace",
                "half\ud83d",
                "<script>alert(1)</script>",
                "a>b",
                "",
                "   "
            })
    void shouldFindFaultWithWhatMeansSomethingElsewhere(String text) {
        for (Naming kind : Naming.values()) {
            assertThat(kind.fault(text))
                    .hasValueSatisfying(
                            fault -> assertThat(fault).doesNotContain("\n", "\r", "\t", "\u001b", "<script"));
        }
    }

    @Test
    void shouldWelcomeLettersOfEveryLanguageAndTheLabelsOfTheField() {
        List<String> names = List.of(
                "glass_breaking",
                "Fire engine, fire truck (siren)",
                "Children's voices",
                "Rock & roll",
                "Türklingel",
                "ガラスの割れる音",
                "شیشه‌شکنی",
                "🐕",
                "a/b.c:d#1+e");

        assertThat(names).allSatisfy(name -> {
            for (Naming kind : Naming.values()) {
                assertThat(kind.fault(name)).isEmpty();
            }
        });
    }

    @Test
    void shouldShowTextsFromOutsideWithoutWhatMeansSomethingToATerminal() {
        assertThat(Naming.printable("a\u001b[31m\tb\nc\u202e\u0085<d> \u00e4\ud83d\udd0a"))
                .isEqualTo("a\\u001B[31m\\u0009b\\u000Ac\\u202E\\u0085<d> \u00e4\ud83d\udd0a");
    }

    @Test
    void shouldBoundTheLengthAndTheEndsOfNames() {
        assertThat(Naming.LABEL.fault("a".repeat(128))).isEmpty();
        assertThat(Naming.LABEL.fault("a".repeat(129))).hasValue("has 129 characters; 128 are the most");
        assertThat(Naming.ID.fault("a".repeat(256))).isEmpty();
        assertThat(Naming.ID.fault("a".repeat(257))).isPresent();
        assertThat(Naming.LABEL.fault(" dog")).hasValue("begins or ends with a blank");
        assertThat(Naming.ID.fault("dog ")).isEmpty();
        assertThat(Naming.NAME.fault(null)).isPresent();
    }
}
