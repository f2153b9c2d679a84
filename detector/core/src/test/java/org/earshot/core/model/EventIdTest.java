package org.earshot.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventIdTest {
    @Test
    void shouldBeTheUuidOfVersionFiveThatOtherLanguagesMake() {
        // Python: uuid.uuid5(NAMESPACE, "door\ne1\nBark\n48000\n00ff")
        assertThat(EventId.of("door", "e1", "Bark", 48_000, "00ff"))
                .hasToString("7cb9aa36-0ca7-568b-9ea1-7d6b5c6b25c9");
    }

    @Test
    void shouldDifferWhenAnyPartDoes() {
        assertThat(EventId.of("door", "e1", "Bark", 48_000, "00ff"))
                .isNotEqualTo(EventId.of("door", "e1", "Bark", 48_001, "00ff"))
                .isNotEqualTo(EventId.of("door", "e2", "Bark", 48_000, "00ff"))
                .isNotEqualTo(EventId.of("door", "e1", "Bark", 48_000, "00fe"));
    }
}
