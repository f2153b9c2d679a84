package org.earshot.core.detect.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PackedIntsTest {
    @Property
    void shouldGiveBackWhatItTook(@ForAll int[] values, @ForAll @IntRange(min = 1, max = 20) int group) {
        var bytes = ByteBuffer.allocate(PackedInts.maxBytes(values.length));
        int[] back = new int[values.length];

        new PackedInts(group).write(values, values.length, bytes);
        new PackedInts(group).read(bytes.flip(), back, back.length);

        assertThat(back).isEqualTo(values);
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Property
    void shouldGiveBackNumbersOfAnyWidth(@ForAll long seed, @ForAll @IntRange(max = 31) int width) {
        var random = new Random(seed);
        int[] values = random.ints(100).map(v -> v >> width).toArray();
        var bytes = ByteBuffer.allocate(PackedInts.maxBytes(100));
        int[] back = new int[100];

        new PackedInts(64).write(values, 100, bytes);
        new PackedInts(64).read(bytes.flip(), back, 100);

        assertThat(back).isEqualTo(values);
    }

    @Test
    void shouldTakeLittleMoreThanTheEntropyOfBellShapedNumbers() {
        var random = new Random(1);
        int[] values = random.ints(6_400)
                .map(v -> (int) Math.round(100 * random.nextGaussian()))
                .toArray();
        var bytes = ByteBuffer.allocate(PackedInts.maxBytes(6_400));

        new PackedInts(64).write(values, 6_400, bytes);

        // Entropy of a normal distribution: log2(100 sqrt(2 pi e)) = 8.69 bits.
        assertThat(8.0 * bytes.position() / 6_400).isBetween(8.6, 9.1);
    }
}
