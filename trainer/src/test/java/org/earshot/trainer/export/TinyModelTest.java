package org.earshot.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds the tiny models among the detector's resources to their generator. After a change that is meant, run it once
 * with {@code -Dearshot.golden.update=true}.
 */
class TinyModelTest {
    private static final Path DETECTOR = Path.of("../detector/core/src");

    @ParameterizedTest
    @CsvSource({
        "test/resources/tiny.onnx, true",
        "main/resources/org/earshot/models/tiny.onnx, true",
        "test/resources/tiny-gwrp.onnx, false"
    })
    void shouldBeWhatTheDetectorTestsWith(String name, boolean streams) throws IOException {
        byte[] generated = streams ? TinyModel.streaming(TinyModel.SEED) : TinyModel.wholeClips(TinyModel.SEED);
        if (Boolean.getBoolean("earshot.golden.update")) {
            Files.write(DETECTOR.resolve(name), generated);
        }

        byte[] committed = Files.readAllBytes(DETECTOR.resolve(name));

        assertThat(committed).isEqualTo(generated);
    }
}
