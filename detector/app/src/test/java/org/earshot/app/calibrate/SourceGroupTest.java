package org.earshot.app.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;

class SourceGroupTest {
    @Test
    void shouldNameEachGroupOtherwise() {
        assertThat(SourceGroup.of(List.of("yard-*", "yard-?", "庭-*", "門", "yard-*")))
                .extracting(SourceGroup::name, SourceGroup::glob)
                .containsExactly(
                        tuple("calibrated-yard", "yard-*"),
                        tuple("calibrated-yard-2", "yard-?"),
                        tuple("calibrated-all", "庭-*"),
                        tuple("calibrated-all-2", "門"));
    }

    @Test
    void shouldTakeACharacterOfTwoCharsForOne() {
        SourceGroup group = SourceGroup.of(List.of("🔔-?.a")).get(0);

        assertThat("🔔-🚪.a").matches(group.regex());
        assertThat("🔔-🚪xa").doesNotMatch(group.regex());
        assertThat(group.holds("🔔-🚪.a")).isTrue();
        assertThat(group.holds("🔔-🚪🚪.a")).isFalse();
    }
}
