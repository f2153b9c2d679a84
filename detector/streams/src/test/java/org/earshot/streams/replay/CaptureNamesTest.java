package org.earshot.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.earshot.core.capture.Chunk;
import org.junit.jupiter.api.Test;

class CaptureNamesTest {
    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00.250Z");

    private final CaptureNames names = new CaptureNames();

    @Test
    void shouldNameACaptureAsItsSenderDoesWhereNothingElseIsKnown() {
        names.add("hall", "boot@" + TEN);
        names.add("yard", "boot");
        names.add("yard", "other@" + TEN);

        assertThat(names.of(chunk("boot", TEN))).isEqualTo("boot");
        assertThat(names.of(chunk("else", TEN))).isEqualTo("else");
    }

    @Test
    void shouldNameTheCaptureThatBeganLastBeforeTheChunk() {
        names.add("yard", "boot@" + TEN.plusSeconds(3_600));
        names.add("yard", "boot@" + TEN);

        assertThat(names.of(chunk("boot", TEN.minusMillis(1)))).isEqualTo("boot");
        assertThat(names.of(chunk("boot", TEN))).isEqualTo("boot@" + TEN);
        assertThat(names.of(chunk("boot", TEN.plusSeconds(3_599), 3_599))).isEqualTo("boot@" + TEN);
        assertThat(names.of(chunk("boot", TEN.plusSeconds(9_999), 6_399))).isEqualTo("boot@" + TEN.plusSeconds(3_600));
    }

    @Test
    void shouldNotNameACaptureAfterOneThatBeganAtAnotherTime() {
        names.add("yard", "boot@" + TEN);

        assertThat(names.of(chunk("boot", TEN.plusSeconds(19 * 86_400), 3_600))).isEqualTo("boot");
        assertThat(names.of(chunk("boot", TEN.plusSeconds(19 * 86_400 + 30), 19 * 86_400)))
                .isEqualTo("boot@" + TEN);
    }

    @Test
    void shouldTakeANameWithAnAtSignForTheSendersOwnToo() {
        names.add("yard", "me@home");
        names.add("yard", "boot@" + TEN);

        assertThat(names.of(chunk("me", TEN))).isEqualTo("me");
        assertThat(names.of(chunk("me@home", TEN))).isEqualTo("me@home");
        assertThat(names.of(chunk("boot@" + TEN, TEN.minusSeconds(9)))).isEqualTo("boot@" + TEN);
    }

    private static Chunk chunk(String epochId, Instant captured) {
        return chunk(epochId, captured, 0);
    }

    /** @param second of the capture */
    private static Chunk chunk(String epochId, Instant captured, long second) {
        return new Chunk(
                "yard", epochId, 16_000, 16_000 * second, captured.toEpochMilli() * 1000, new float[1], 1, false);
    }
}
