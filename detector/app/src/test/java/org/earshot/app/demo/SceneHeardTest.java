package org.earshot.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.files.FileAnalyzer;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.model.ShippedModels;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The shipped model hears the shipped scene, without a broker. */
@Tag("integration")
class SceneHeardTest {
    @Test
    void shouldFindEverySoundThatWasPlaced() {
        var model = ShippedModels.open(ShippedModels.DEFAULT);
        var microphones = new Scene(1).mix(Scene.PLACES, Recordings::shipped);

        try (var network = OnnxMaskNetwork.open(model, DeviceChoice.CPU, InferenceSettings.singleThreaded())) {
            List<ExpectedEvent> expected = new ArrayList<>();
            List<FoundEvent> found = new ArrayList<>();
            for (var microphone : microphones) {
                expected.addAll(microphone.expected());
                found.addAll(heard(network, microphone));
            }
            var comparison = new Comparison(expected, found);

            assertThat(comparison.lines()).noneMatch(line -> line.contains("missed"));
            assertThat(expected.stream().map(ExpectedEvent::label).distinct()).hasSizeGreaterThanOrEqualTo(4);
        }
    }

    private static List<FoundEvent> heard(MaskNetwork network, Microphone microphone) {
        var settings = DetectorSettings.of(network.manifest(), 10);
        var report = new FileAnalyzer(network, settings).listen(new PlayedMicrophone(microphone));
        return report.events().stream()
                .map(event -> new FoundEvent(
                        microphone.source(),
                        network.manifest().labels().get(event.label()),
                        report.seconds(event.onsetSample()),
                        report.seconds(event.offsetSample()),
                        event.peakScore(),
                        0))
                .toList();
    }
}
