package org.earshot.core.detect.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.earshot.core.live.HeapStore;
import org.junit.jupiter.api.Test;

class FrameSegmentsTest {
    private static final int ROW = 4;
    private static final int FRAMES = 9_000;

    private static final int SEGMENT_BYTES = 3;

    private final StateStore store = new HeapStore().parts("source");

    @Test
    void shouldReadBackWhatWasSavedFrameByFrameForLongerThanItHasPlaces() {
        FrameSegments written = new FrameSegments(ROW);
        for (int end = 1; end <= FRAMES; end++) {
            written.write(0, end, FrameSegmentsTest::fill, store);
        }
        ByteBuffer head = ByteBuffer.allocate(written.headBytes());
        written.writeHead(head);

        FrameSegments read = new FrameSegments(ROW);
        long[] next = {read.readHead(head.flip(), 0, FRAMES)};
        short[] expected = new short[ROW];
        read.read(
                (frame, values) -> {
                    fill(frame, expected);
                    assertThat(frame).isEqualTo(next[0]++);
                    assertThat(values).isEqualTo(expected);
                },
                store);

        assertThat(next[0]).isEqualTo(FRAMES);
        assertThat(head.limit()).as("its segments, and a dozen bytes").isLessThan(12 + 1_200 * SEGMENT_BYTES);
    }

    private static void fill(long frame, short[] values) {
        for (int i = 0; i < ROW; i++) {
            values[i] = (short) (frame * 7 + i * i);
        }
    }
}
