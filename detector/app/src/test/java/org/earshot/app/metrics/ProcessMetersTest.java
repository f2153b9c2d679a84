package org.earshot.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.Thresholds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMetersTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void shouldTellOfTheVirtualMachineAndTheProcess() {
        try (var meters = new ProcessMeters(registry)) {
            assertThat(registry.scrape())
                    .contains("jvm_memory_used_bytes", "process_cpu_usage", "process_resident_memory_bytes");
        }
    }

    @Test
    void shouldTellThatTheDeviceIsNotTheOneAskedFor() {
        try (var meters = new ProcessMeters(registry)) {
            meters.bind(new OnDevice("cpu"), DeviceChoice.parse("cuda"));

            assertThat(registry.scrape()).contains("earshot_device_as_configured 0.0");
        }
    }

    @Test
    void shouldBeContentWithAnyDeviceWhereAutoWasAsked() {
        assertThat(ProcessMeters.isAsAsked(new OnDevice("cpu"), DeviceChoice.AUTO))
                .isTrue();
        assertThat(ProcessMeters.isAsAsked(new OnDevice("cuda:1"), DeviceChoice.parse("cuda:1")))
                .isTrue();
        assertThat(ProcessMeters.isAsAsked(new OnDevice("cpu"), DeviceChoice.parse("cuda:1")))
                .isFalse();
    }

    @Test
    void shouldTellThatAutoLeavesAGraphicsCardIdle() {
        try (var meters = new ProcessMeters(registry)) {
            meters.bind(new OnDevice("cpu"), DeviceChoice.AUTO, true);

            assertThat(registry.scrape()).contains("earshot_device_as_configured 0.0");
        }
    }

    @Test
    void shouldBeContentWithACpuThatWasAskedForBesideAGraphicsCard() {
        assertThat(ProcessMeters.leavesCardIdle(new OnDevice("cpu"), DeviceChoice.CPU, true))
                .isFalse();
        assertThat(ProcessMeters.leavesCardIdle(new OnDevice("cuda:0"), DeviceChoice.AUTO, true))
                .isFalse();
        assertThat(ProcessMeters.leavesCardIdle(new OnDevice("cpu"), DeviceChoice.AUTO, false))
                .isFalse();
    }

    @Test
    void shouldSeeTheCardsThatTheDriverLists(@TempDir Path cards) throws IOException {
        assertThat(GraphicsCards.anyIn(cards)).isFalse();
        assertThat(GraphicsCards.anyIn(cards.resolve("none"))).isFalse();

        Files.createDirectory(cards.resolve("0000:01:00.0"));

        assertThat(GraphicsCards.anyIn(cards)).isTrue();
    }

    private record OnDevice(String device) implements MaskNetwork {
        @Override
        public Manifest manifest() {
            return new Manifest(
                    "tiny",
                    "7",
                    List.of("siren"),
                    FrontEnd.wide16k(),
                    ActivityCurve.graph(),
                    12,
                    "fap",
                    true,
                    List.of(Thresholds.PAPER),
                    10,
                    10,
                    List.of(),
                    Map.of(),
                    List.of(),
                    0);
        }

        @Override
        public String sha256() {
            return "abc";
        }

        @Override
        public Scores score(float[] logMel, int batch, int frames) {
            throw new UnsupportedOperationException();
        }

        @Override
        public float[] masks(float[] logMel, int frames) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
