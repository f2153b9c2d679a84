package org.earshot.streams.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.common.errors.SerializationException;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.AudioEncoding;
import org.junit.jupiter.api.Test;

class SingleObjectSerdeTest {
    private static final SingleObjectSerde<AudioChunk> SERDE = SingleObjectSerde.audioChunk();

    @Test
    void shouldReadBackWhatItWrote() {
        AudioChunk chunk = chunk(new byte[] {1, 2, 3, 4});

        AudioChunk read = SERDE.decode(SERDE.encode(chunk));

        assertThat(read).isEqualTo(chunk);
    }

    @Test
    void shouldBeginWithTheMarkerAndTheFingerprint() {
        byte[] bytes = SERDE.encode(chunk(new byte[2]));

        assertThat(Arrays.copyOf(bytes, 2)).containsExactly(0xC3, 0x01);
        assertThat(ByteBuffer.wrap(bytes, 2, 8).order(ByteOrder.LITTLE_ENDIAN).getLong())
                .isEqualTo(SchemaNormalization.parsingFingerprint64(AudioChunk.getClassSchema()));
    }

    @Test
    void shouldRefuseARecordThatClaimsMoreBytesThanItHas() {
        byte[] bytes = SERDE.encode(chunk(new byte[] {7, 7, 7, 7}));
        int length = indexOf(bytes, new byte[] {8, 7, 7, 7, 7});
        ByteBuffer hostile = ByteBuffer.allocate(length + 5);
        hostile.put(bytes, 0, length).put(new byte[] {(byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F});

        assertThatThrownBy(() -> SERDE.decode(hostile.array())).isInstanceOf(SerializationException.class);
    }

    @Property(tries = 2000)
    void shouldAnswerAnyBytesWithARecordOrARefusal(@ForAll @Size(max = 200) byte[] tail) {
        byte[] bytes = SERDE.encode(chunk(new byte[] {1, 2}));
        byte[] hostile = Arrays.copyOf(bytes, 10 + tail.length);
        System.arraycopy(tail, 0, hostile, 10, tail.length);

        try {
            assertThat(SERDE.decode(hostile)).isNotNull();
        } catch (SerializationException refused) {
            assertThat(refused).hasMessageContaining("single-object");
        }
    }

    private static AudioChunk chunk(byte[] samples) {
        return AudioChunk.newBuilder()
                .setSourceId("door")
                .setEpochId("e")
                .setSequence(3)
                .setFirstSample(48_000)
                .setCapturedAt(Instant.parse("2026-03-01T10:00:00.123456Z"))
                .setSampleRateHz(16_000)
                .setEncoding(AudioEncoding.PCM_S16LE)
                .setSamples(ByteBuffer.wrap(samples))
                .build();
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i + part.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }
}
