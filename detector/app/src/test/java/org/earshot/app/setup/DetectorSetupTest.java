package org.earshot.app.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.earshot.app.config.Config;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.model.ShippedModels;
import org.junit.jupiter.api.Test;

class DetectorSetupTest {
    @Test
    void shouldLetABlockWaitForNoMoreThanTheDeviceGainsFrom() {
        Config config = Config.load(null, Map.of(), Map.of("earshot.infer.batch.max", "4"));
        try (OnnxMaskNetwork network = OnnxMaskNetwork.open(
                ShippedModels.open(ShippedModels.TINY), DeviceChoice.CPU, new InferenceSettings(1, 4))) {
            assertThat(DetectorSetup.settings(config, network).live().batches().maxBlocks())
                    .isEqualTo(4);

            int gained = network.calibrate(55, Duration.ofMillis(50));

            assertThat(network.batchWorthWaitingFor()).isEqualTo(gained);
            assertThat(DetectorSetup.settings(config, network).live().batches().maxBlocks())
                    .isEqualTo(gained);
        }
    }

    @Test
    void shouldKeepReviewsForEver() {
        assertThat(DetectorSetup.reviews(Config.defaults()).configs()).containsEntry("retention.ms", "-1");
    }

    @Test
    void shouldWaitAsLongAsTheSettingsSayWhateverTheDeviceGains() {
        Config config = Config.load(null, Map.of(), Map.of("earshot.infer.batch.linger.ms", "250"));
        try (OnnxMaskNetwork network = OnnxMaskNetwork.open(
                ShippedModels.open(ShippedModels.TINY), DeviceChoice.CPU, new InferenceSettings(1, 1))) {
            var batches = DetectorSetup.settings(config, network).live().batches();

            assertThat(batches.maxBlocks()).isEqualTo(16);
            assertThat(batches.linger()).isEqualTo(Duration.ofMillis(250));
        }
    }

    @Test
    void shouldHoldBatchesToTheLargestThatIsAllowed() {
        Config config = Config.load(null, Map.of(), Map.of("earshot.infer.batch.max", "2"));
        try (OnnxMaskNetwork network = OnnxMaskNetwork.open(
                ShippedModels.open(ShippedModels.TINY), DeviceChoice.CPU, new InferenceSettings(1, 16))) {
            assertThat(DetectorSetup.settings(config, network).live().batches().maxBlocks())
                    .isEqualTo(2);
        }
    }
}
