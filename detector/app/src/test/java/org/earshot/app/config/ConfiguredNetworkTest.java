package org.earshot.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.earshot.core.decode.RunRules;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelException;
import org.earshot.core.model.OperatingPoint;
import org.earshot.core.model.TestModels;
import org.earshot.core.model.Thresholds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredNetworkTest {
    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void writeModel() throws IOException {
        model = folder.resolve("tiny.onnx");
        Files.write(model, TestModels.bytes("tiny.onnx"));
    }

    @Test
    void shouldOpenTheModelOnTheDevice() {
        var config = config(Map.of("earshot.model.sha256", TestModels.tiny().sha256()));

        try (var network = ConfiguredNetwork.open(config)) {
            assertThat(network.manifest().labels()).containsExactly("low", "middle", "high");
            assertThat(network.device()).isEqualTo("cpu");
        }
    }

    @Test
    void shouldRefuseAModelOfAnotherHash() {
        var config = config(Map.of("earshot.model.sha256", "0".repeat(64)));

        assertThatThrownBy(() -> ConfiguredNetwork.open(config))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(TestModels.tiny().sha256());
    }

    @Test
    void shouldRefuseAModelOfAnotherPrecision() {
        var config = config(Map.of("earshot.precision", "int8"));

        assertThatThrownBy(() -> ConfiguredNetwork.open(config))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("is fp32")
                .hasMessageContaining("tiny.int8.onnx is not there");
    }

    @Test
    void shouldRefuseAThresholdForALabelThatTheModelDoesNotKnow() {
        var config = config(Map.of("earshot.threshold.siren.gate", "0.5"));

        assertThatThrownBy(() -> ConfiguredNetwork.open(config))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("low, middle, high");
    }

    @Test
    void shouldHandTheSettingsToInferenceAndDetection() {
        var config = config(Map.of(
                "earshot.infer.threads", "2",
                "earshot.infer.batch.max", "5",
                "earshot.clip.blocks", "4",
                "earshot.events.ongoing.blocks", "3",
                "earshot.threshold.low.gate", "0.75"));
        var manifest = TestModels.tiny().manifest();

        var detector = ConfiguredNetwork.detector(config, manifest, "any");

        assertThat(ConfiguredNetwork.inference(config)).isEqualTo(new InferenceSettings(2, 5));
        assertThat(ConfiguredNetwork.device(config)).isEqualTo(DeviceChoice.CPU);
        assertThat(detector.clipBlocks()).isEqualTo(4);
        assertThat(detector.ongoingEveryBlocks()).isEqualTo(3);
        assertThat(detector.thresholds().get(0).gate()).isEqualTo(0.75f);
        assertThat(detector.thresholds().get(1)).isEqualTo(manifest.thresholds().get(1));
    }

    @Test
    void shouldDecideAtTheOperatingPointThatIsAskedFor() {
        Manifest model = withPoints("quiet", "normal");

        var quiet = ConfiguredNetwork.detector(
                config(Map.of("earshot.sensitivity", "quiet", "earshot.threshold.low.gate", "0.95")), model, "any");
        var normal = ConfiguredNetwork.detector(config(Map.of()), model, "any");

        assertThat(quiet.thresholds().get(0).gate()).isEqualTo(0.95f);
        assertThat(quiet.thresholds().get(1)).isEqualTo(new Thresholds(0.9f, 0.5f, 0.2f));
        assertThat(quiet.rules().get(1)).isEqualTo(new RunRules(7, 12, true));
        assertThat(normal.thresholds().get(1)).isEqualTo(new Thresholds(0.8f, 0.5f, 0.2f));
    }

    @Test
    void shouldNameTheOperatingPointsThatThereAre() {
        Manifest model = withPoints("quiet", "normal");
        Manifest without = TestModels.tiny().manifest();

        assertThatThrownBy(
                        () -> ConfiguredNetwork.detector(config(Map.of("earshot.sensitivity", "silent")), model, "any"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("sensitivity silent")
                .hasMessageContaining("quiet, normal");
        assertThatThrownBy(() ->
                        ConfiguredNetwork.detector(config(Map.of("earshot.sensitivity", "quiet")), without, "any"))
                .hasMessageContaining("no operating points");
    }

    /** The gate falls from point to point. */
    private static Manifest withPoints(String... names) {
        Manifest plain = TestModels.tiny().manifest();
        List<OperatingPoint> points = new ArrayList<>();
        for (int n = 0; n < names.length; n++) {
            var decision = new OperatingPoint.Decision(new Thresholds((9 - n) / 10f, 0.5f, 0.2f), 7, 12);
            points.add(new OperatingPoint(names[n], Collections.nCopies(plain.classes(), decision)));
        }
        return plain.withOperatingPoints(points);
    }

    private Config config(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(more);
        values.put("earshot.model", model.toString());
        values.put("earshot.device", "cpu");
        return Config.load(null, Map.of(), values);
    }
}
