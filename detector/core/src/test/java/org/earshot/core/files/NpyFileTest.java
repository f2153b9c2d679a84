package org.earshot.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFileTest {
    @Test
    void shouldWriteWhatNumPyExpects() throws IOException {
        byte[] bytes = written(new float[] {1, -2, 0.5f, 0, 3, 4}, 2, 3);

        assertThat(Arrays.copyOf(bytes, 8)).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
        assertThat(new String(bytes, 10, bytes.length - 10, StandardCharsets.ISO_8859_1))
                .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }");
        int data = bytes.length - 6 * Float.BYTES;
        assertThat(data % 64).isZero();
        assertThat(bytes[data - 1]).isEqualTo((byte) '\n');
        assertThat(Arrays.copyOfRange(bytes, data, data + 4)).containsExactly(0, 0, 0x80, 0x3f);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16_384, 40_000})
    void shouldReadWhatItWrites(int length) throws IOException {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = i / 7f;
        }

        byte[] bytes = written(values, length);

        assertThat(NpyFile.read(new ByteArrayInputStream(bytes))).isEqualTo(values);
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).contains("'shape': (" + length + ",), }");
    }

    @Test
    void shouldRefuseAnArrayThatIsCutOff() throws IOException {
        byte[] bytes = written(new float[3], 3);

        for (int length : new int[] {0, 9, 40}) {
            assertThatThrownBy(() -> NpyFile.read(new ByteArrayInputStream(bytes, 0, length)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("an array is cut off");
        }
    }

    private static byte[] written(float[] values, int... shape) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NpyFile.write(out, values, shape);
        return out.toByteArray();
    }
}
