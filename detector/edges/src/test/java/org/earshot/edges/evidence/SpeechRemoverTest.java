package org.earshot.edges.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.dsp.Spectrogram;
import org.earshot.core.dsp.Stft;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.model.ShippedModels;
import org.junit.jupiter.api.Test;

/** The shipped model and recordings of the demo: a horn for two seconds, then somebody who speaks. */
class SpeechRemoverTest {
    private static final int RATE = 16_000;

    @Test
    void shouldTakeSpeechOutAndLeaveTheHorn() {
        try (var network = OnnxMaskNetwork.open(
                ShippedModels.open("light"), DeviceChoice.parse("cpu"), new InferenceSettings(1, 1))) {
            int speech = network.manifest().labels().indexOf("speech");
            int horn = network.manifest().labels().indexOf("car_horn");
            float[] sound = scene();

            float[] left = new SpeechRemover(network, List.of(speech)).remove(sound);

            assertThat(left).hasSameSizeAs(sound);
            float[] before = tags(network, sound);
            float[] after = tags(network, left);
            assertThat(before[speech])
                    .isGreaterThan(network.manifest().thresholds().get(speech).gate());
            assertThat(after[speech]).isLessThan(before[speech] / 2);
            assertThat(after[horn]).isGreaterThan(0.9f * before[horn]);
            assertThat(bandDb(network, sound, 6) - bandDb(network, left, 6)).isGreaterThan(10);
            assertThat(bandDb(network, sound, 1) - bandDb(network, left, 1)).isLessThan(2);
        }
    }

    private static float[] scene() {
        var random = new Random(1);
        float[] scene = new float[10 * RATE];
        for (int n = 0; n < scene.length; n++) {
            scene[n] = (float) (1e-3 * random.nextGaussian());
        }
        mix(scene, Path.of("src/test/resources/org/earshot/demo/car_horn_1.flac"), RATE);
        mix(scene, Path.of("../app/src/main/resources/org/earshot/demo/speech_2.flac"), 6 * RATE);
        return scene;
    }

    private static void mix(float[] scene, Path recording, int at) {
        float[] samples = AudioFiles.readMono(recording, RATE);
        for (int n = 0; n < Math.min(3 * RATE, samples.length); n++) {
            scene[at + n] += 0.5f * samples[n];
        }
    }

    private static float[] tags(OnnxMaskNetwork network, float[] sound) {
        float[] logMel = LogMel.of(network.manifest().frontEnd(), sound);
        return network.score(
                        logMel, 1, logMel.length / network.manifest().frontEnd().mels())
                .tags();
    }

    /** Energy between 300 and 3400 Hz over three seconds. */
    private static double bandDb(OnnxMaskNetwork network, float[] sound, int fromSecond) {
        var frontEnd = network.manifest().frontEnd();
        Spectrogram x = new Stft(frontEnd).of(Arrays.copyOfRange(sound, fromSecond * RATE, (fromSecond + 3) * RATE));
        double energy = 1e-12;
        for (int n = 0; n < x.re().length; n++) {
            double hz = (double) (n % x.bins()) * RATE / frontEnd.windowSamples();
            if (hz >= 300 && hz <= 3_400) {
                energy += x.re()[n] * x.re()[n] + x.im()[n] * x.im()[n];
            }
        }
        return 10 * Math.log10(energy);
    }
}
