package org.earshot.core.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.earshot.core.model.ConfigurationException;
import org.junit.jupiter.api.Test;

class BlockGridTest {
    @Test
    void shouldEndTenBlocksOfAClipOnRoundedDownTenths() {
        var grid = new BlockGrid(311, 10);

        assertThat(grid.end(0)).isEqualTo(31);
        assertThat(grid.end(8)).isEqualTo(279);
        assertThat(grid.end(9)).isEqualTo(311);
        assertThat(grid.end(10)).isEqualTo(342);
    }

    @Test
    void shouldStartTheFirstClipsWhereTheEpochStarts() {
        var grid = new BlockGrid(311, 10);

        assertThat(grid.clipStart(3)).isZero();
        assertThat(grid.clipStart(9)).isZero();
        assertThat(grid.clipStart(10)).isEqualTo(31);
    }

    @Test
    void shouldRefuseMoreBlocksThanFrames() {
        assertThatThrownBy(() -> new BlockGrid(311, 312))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("1..311");
    }

    @Property
    void shouldHoldAClipInAnyRunOfItsBlocks(
            @ForAll @IntRange(min = 1, max = 311) int blocks, @ForAll @IntRange(max = 100_000) int first) {
        var grid = new BlockGrid(311, blocks);

        assertThat(grid.end(first + blocks - 1) - grid.start(first)).isEqualTo(311);
    }

    @Property
    void shouldFindTheBlockOfAFrame(
            @ForAll @IntRange(min = 1, max = 311) int blocks, @ForAll @IntRange(max = 1_000_000) int frame) {
        var grid = new BlockGrid(311, blocks);

        long block = grid.blockOf(frame);

        assertThat(grid.start(block)).isLessThanOrEqualTo(frame);
        assertThat(grid.end(block)).isGreaterThan(frame);
        assertThat(grid.end(block) - grid.start(block)).isLessThanOrEqualTo(grid.maxBlockFrames());
    }
}
