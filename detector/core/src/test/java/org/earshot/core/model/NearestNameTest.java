package org.earshot.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {
    @Test
    void shouldCountInsertionsDeletionsAndReplacements() {
        assertThat(NearestName.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(NearestName.distance("", "abc")).isEqualTo(3);
        assertThat(NearestName.distance("same", "same")).isZero();
    }

    @Test
    void shouldFindNothingThatIsFarAway() {
        assertThat(NearestName.of("clip.block", List.of("clip.blocks", "device")))
                .hasValue("clip.blocks");
        assertThat(NearestName.of("weather", List.of("clip.blocks", "device"))).isEmpty();
    }
}
