package org.earshot.core.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.TestModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceChoiceTest {
    @ParameterizedTest
    @CsvSource({"auto, auto", "cpu, cpu", "cuda, cuda:0", "cuda:3, cuda:3"})
    void shouldParseItsFourForms(String text, String canonical) {
        assertThat(DeviceChoice.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "cuda:", "cuda:-1", "CPU", "cuda:x"})
    void shouldRefuseOthers(String text) {
        assertThatThrownBy(() -> DeviceChoice.parse(text)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void shouldFailWithReasonWhereCudaCannotLoad() {
        assumeThat(Files.exists(Path.of("/dev/nvidia0"))).isFalse();

        assertThatThrownBy(() -> OnnxMaskNetwork.open(
                        TestModels.tiny(), DeviceChoice.parse("cuda"), InferenceSettings.singleThreaded()))
                .isInstanceOf(DeviceException.class)
                .hasMessageStartingWith("cuda:0 cannot be used: ")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void shouldFallBackToCpuWhereAutoFindsNoCuda() {
        assumeThat(Files.exists(Path.of("/dev/nvidia0"))).isFalse();

        try (OnnxMaskNetwork network =
                OnnxMaskNetwork.open(TestModels.tiny(), DeviceChoice.AUTO, InferenceSettings.singleThreaded())) {
            assertThat(network.device()).isEqualTo("cpu");
        }
    }
}
