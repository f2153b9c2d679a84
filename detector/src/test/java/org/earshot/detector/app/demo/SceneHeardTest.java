package org.earshot.detector.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.earshot.detector.audio.SampleSource;
import org.earshot.detector.detect.DetectorSettings;
import org.earshot.detector.detect.FileAnalyzer;
import org.earshot.detector.infer.DeviceChoice;
import org.earshot.detector.infer.InferenceSettings;
import org.earshot.detector.infer.MaskNetwork;
import org.earshot.detector.infer.OnnxMaskNetwork;
import org.earshot.detector.model.ShippedModels;
import org.junit.jupiter.api.Test;

/** The shipped model hears the shipped scene, without a broker. */
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
        var report = new FileAnalyzer(network, settings).listen(new Played(microphone));
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

    /** A microphone's samples as they come off the wire: 16 bits. */
    private static final class Played implements SampleSource {
        private final Microphone microphone;
        private int next;

        private Played(Microphone microphone) {
            this.microphone = microphone;
        }

        @Override
        public int rateHz() {
            return microphone.rateHz();
        }

        @Override
        public int channels() {
            return 1;
        }

        @Override
        public int read(float[] mono, int offset, int length) {
            int count = Math.min(length, microphone.samples().length - next);
            if (count == 0) {
                return -1;
            }
            for (int n = 0; n < count; n++) {
                mono[offset + n] = Math.round(microphone.samples()[next + n] * Short.MAX_VALUE) / 32768f;
            }
            next += count;
            return count;
        }

        @Override
        public void close() {}
    }
}
