package org.earshot.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.model.TestModels;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("integration")
class PipelineBenchTest {
    @Test
    void shouldKnowAfterWhichChunkEachResultComes() {
        BenchSound sound = BenchSound.of(16_000, 25);
        try (OnnxMaskNetwork network =
                OnnxMaskNetwork.open(TestModels.tiny(), DeviceChoice.CPU, InferenceSettings.singleThreaded())) {
            PipelineBench bench = new PipelineBench(network, DetectorSettings.of(network.manifest(), 10), sound);

            PipelineBench.Expected expected = bench.expected();

            assertThat(sound.chunks()).isEqualTo(25);
            assertThat(expected.clips()).isSorted().hasSizeBetween(24, 26);
            // The first block of 31 frames waits for 12 more: 43 frames end after 1.4 s, in the second chunk.
            assertThat(expected.clips().get(0)).isEqualTo(1);
            assertThat(expected.ended()).isNotEmpty().allMatch(expected.told()::containsKey);
        }
    }
}
