package org.earshot.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.earshot.core.audio.Resampler;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.files.FileAnalyzer;
import org.earshot.core.files.FileReport;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.model.ShippedModels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What microphones do to a sound, against the shipped model. */
@Tag("integration")
class InsultedMicrophoneTest {
    private static MaskNetwork network;
    private static Microphone microphone;

    /** What is done to the samples of a microphone. */
    enum Insult {
        TEN_DB_QUIETER {
            @Override
            float[] done(float[] samples, int rateHz) {
                return each(samples, 0.316f, 0);
            }
        },
        OVERDRIVEN_BY_SIX_DB {
            @Override
            float[] done(float[] samples, int rateHz) {
                return each(samples, 2, 0);
            }
        },
        CONSTANT_OFFSET {
            @Override
            float[] done(float[] samples, int rateHz) {
                return each(samples, 0.7f, 0.2f);
            }
        },
        HEARD_AT_11025_HZ {
            @Override
            float[] done(float[] samples, int rateHz) {
                return Resampler.whole(Resampler.whole(samples, rateHz, 11_025), 11_025, rateHz);
            }
        };

        abstract float[] done(float[] samples, int rateHz);
    }

    @BeforeAll
    static void open() {
        network = OnnxMaskNetwork.open(
                ShippedModels.open(ShippedModels.DEFAULT), DeviceChoice.CPU, InferenceSettings.singleThreaded());
        microphone = new Scene(1).mix(Scene.PLACES, Recordings::shipped).get(0);
    }

    @AfterAll
    static void close() {
        network.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldStillHearMostOfWhatWasPlaced(Insult insult) {
        FileReport report = hear(insult.done(microphone.samples(), microphone.rateHz()));

        List<FoundEvent> found = new ArrayList<>();
        report.events()
                .forEach(event -> found.add(new FoundEvent(
                        microphone.source(),
                        network.manifest().labels().get(event.label()),
                        report.seconds(event.onsetSample()),
                        report.seconds(event.offsetSample()),
                        event.peakScore(),
                        0)));
        long heard = microphone.expected().stream()
                .filter(expected -> found.stream()
                        .anyMatch(event -> event.label().equals(expected.label()) && event.overlaps(expected)))
                .count();
        assertThat(heard).isGreaterThanOrEqualTo((microphone.expected().size() + 1) / 2);
        requireScores(report);
    }

    @Test
    void shouldHearNothingInSilenceNorInAConstantVoltage() {
        for (float level : new float[] {0, 0.5f, -1}) {
            float[] samples = new float[12 * microphone.rateHz()];
            Arrays.fill(samples, level);

            FileReport report = hear(samples);

            assertThat(report.events()).isEmpty();
            requireScores(report);
        }
    }

    @Test
    void shouldGiveScoresForNoiseAtFullScale() {
        float[] samples = new float[12 * microphone.rateHz()];
        Random random = new Random(2);
        for (int n = 0; n < samples.length; n++) {
            samples[n] = random.nextBoolean() ? 1 : -1;
        }

        requireScores(hear(samples));
    }

    private static FileReport hear(float[] samples) {
        var settings = DetectorSettings.of(network.manifest(), 10);
        return new FileAnalyzer(network, settings)
                .listen(new PlayedMicrophone(
                        new Microphone(microphone.source(), microphone.rateHz(), samples, microphone.expected())));
    }

    private static void requireScores(FileReport report) {
        assertThat(report.clips()).isNotEmpty();
        report.clips().forEach(clip -> {
            for (float tag : clip.tags()) {
                assertThat(tag).isBetween(0f, 1f);
            }
        });
        report.events().forEach(event -> assertThat(event.peakScore()).isBetween(0f, 1f));
    }

    private static float[] each(float[] samples, float factor, float offset) {
        float[] changed = new float[samples.length];
        for (int n = 0; n < changed.length; n++) {
            changed[n] = Math.max(-1, Math.min(1, samples[n] * factor + offset));
        }
        return changed;
    }
}
