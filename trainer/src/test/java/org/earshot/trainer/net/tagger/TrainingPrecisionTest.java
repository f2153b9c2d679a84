package org.earshot.trainer.net.tagger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingPrecisionTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "flags : fpu avx512f avx512_bf16 gfni, true",
        "flags : fpu amx_bf16 amx_tile, true",
        "flags : fpu avx512f avx512bw avx512_vnni, false",
        "flags : fpu avx2, false"
    })
    void shouldFindProcessorsThatMultiplyBFloat16(String flags, boolean expected) throws IOException {
        Path processor = Files.writeString(folder.resolve("cpuinfo"), "processor : 0\n" + flags + "\n");

        assertThat(TrainingPrecision.multipliesBFloat16(processor)).isEqualTo(expected);
    }

    @Test
    void shouldTrainInFloat32WhereTheProcessorIsUnknown() {
        assertThat(TrainingPrecision.multipliesBFloat16(folder.resolve("none"))).isFalse();
    }
}
