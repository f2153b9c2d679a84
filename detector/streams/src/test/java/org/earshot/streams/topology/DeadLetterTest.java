package org.earshot.streams.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.earshot.core.capture.RejectReason;
import org.earshot.core.capture.RejectedChunkException;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
    /** What the lengths of a header take on the wire. */
    private static final int MOST_LENGTH_BYTES = 10;

    private static final DeadLetter.Origin ORIGIN = new DeadLetter.Origin("earshot.audio", 3, 42);
    private static final RejectedChunkException REFUSAL =
            new RejectedChunkException(RejectReason.ODD_BYTE_COUNT, "7 bytes are no whole samples");

    @Test
    void shouldKeepKeyBytesAndHeadersAndSayWhy() {
        byte[] key = "door".getBytes(UTF_8);
        byte[] value = {1, 2, 3};
        var original = new RecordHeaders().add("trace", "t".getBytes(UTF_8));

        DeadLetter letter = DeadLetter.of(key, value, original, ORIGIN, REFUSAL);

        assertThat(letter.key()).isEqualTo(key);
        assertThat(letter.value()).isEqualTo(value);
        assertThat(header(letter, "trace")).isEqualTo("t");
        assertThat(header(letter, DeadLetter.REASON)).isEqualTo("odd_byte_count");
        assertThat(header(letter, DeadLetter.DETAIL)).isEqualTo("7 bytes are no whole samples");
        assertThat(header(letter, DeadLetter.TOPIC)).isEqualTo("earshot.audio");
        assertThat(header(letter, DeadLetter.PARTITION)).isEqualTo("3");
        assertThat(header(letter, DeadLetter.OFFSET)).isEqualTo("42");
        assertThat(letter.headers().lastHeader(DeadLetter.ORIGINAL_BYTES)).isNull();
    }

    @Test
    void shouldLeaveOutHeadersThatNoTopicWouldTake() {
        RecordHeaders many = new RecordHeaders();
        for (int n = 0; n < 100_000; n++) {
            many.add("", null);
        }
        RecordHeaders wide = new RecordHeaders();
        wide.add("\u20ac".repeat(40_000), new byte[0]);

        for (RecordHeaders original : new RecordHeaders[] {many, wide}) {
            DeadLetter letter = DeadLetter.of(
                    new byte[] {1},
                    new byte[] {2},
                    original,
                    new DeadLetter.Origin("earshot.audio", 0, 0),
                    new RejectedChunkException(RejectReason.UNDECODABLE, "no"));

            assertThat(letter.headers().toArray()).hasSize(5);
        }
    }

    @Test
    void shouldCutAValueThatNoTopicWouldTakeAndSaySo() {
        byte[] value = new byte[DeadLetter.MAX_VALUE_BYTES + 1];

        DeadLetter letter = DeadLetter.of(null, value, new RecordHeaders(), ORIGIN, REFUSAL);

        assertThat(letter.value()).hasSize(DeadLetter.MAX_VALUE_BYTES);
        assertThat(header(letter, DeadLetter.ORIGINAL_BYTES)).isEqualTo(Integer.toString(value.length));
    }

    @Test
    void shouldFitIntoATopicWithKafkasOwnLimitsWhateverWasSent() {
        RecordHeaders original = new RecordHeaders();
        for (int n = 0; n < 250; n++) {
            original.add("trace-" + n, new byte[120]);
        }
        var refusal = new RejectedChunkException(RejectReason.UNDECODABLE, "\u20ac".repeat(1_000));

        for (int bytes : new int[] {DeadLetter.MAX_VALUE_BYTES, 1_048_490, 4 << 20}) {
            DeadLetter letter = DeadLetter.of(new byte[1 << 20], new byte[bytes], original, ORIGIN, refusal);

            assertThat(letter.headers().toArray()).hasSizeGreaterThan(250);
            long size = letter.key().length + letter.value().length;
            for (var header : letter.headers()) {
                size += header.key().getBytes(UTF_8).length + header.value().length + MOST_LENGTH_BYTES;
            }
            assertThat(size).isLessThan(DeadLetter.MOST_BYTES);
        }
    }

    private static String header(DeadLetter letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), UTF_8);
    }
}
