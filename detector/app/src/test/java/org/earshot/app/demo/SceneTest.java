package org.earshot.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SceneTest {
    @Test
    void shouldPlaceEverySoundTwiceAndWhereItSays() {
        var microphones = new Scene(1).mix(Scene.PLACES, SceneTest::tones);

        assertThat(microphones).extracting(Microphone::source).containsExactly("front-door", "yard", "hallway");
        assertThat(microphones.stream().flatMap(m -> m.expected().stream()))
                .extracting(ExpectedEvent::label)
                .containsExactlyInAnyOrder("a", "b", "c", "d", "e", "a", "b", "c", "d", "e");
        for (var microphone : microphones) {
            for (var event : microphone.expected()) {
                assertThat(rms(microphone, event.onsetSeconds() + 0.05, event.offsetSeconds() - 0.05))
                        .isCloseTo(0.06, within(0.01));
                assertThat(rms(microphone, event.onsetSeconds() - 0.5, event.onsetSeconds() - 0.05))
                        .isLessThan(0.006);
                assertThat(rms(microphone, event.offsetSeconds() + 0.05, event.offsetSeconds() + 0.5))
                        .isLessThan(0.006);
            }
        }
    }

    @Test
    void shouldLeaveOutTheSilenceAroundARecording() {
        var event = new Scene(1)
                .mix(Scene.PLACES, SceneTest::tones)
                .get(0)
                .expected()
                .get(0);

        assertThat(event.offsetSeconds() - event.onsetSeconds()).isCloseTo(4, within(0.05));
    }

    @Test
    void shouldRepeatAShortSound() {
        var knock = new Recording("knock", Arrays.copyOfRange(tone(16_000, 300), 4_800, 4_800 + 8_000));

        var microphone = new Scene(1)
                .mix(
                        List.of(new Scene.Place("door", 16_000), new Scene.Place("hall", 16_000)),
                        rateHz -> List.of(knock))
                .get(0);

        var event = microphone.expected().get(0);
        assertThat(event.offsetSeconds() - event.onsetSeconds()).isCloseTo(4 * 0.5 + 3 * 0.2, within(0.05));
        assertThat(rms(microphone, event.onsetSeconds() + 0.53, event.onsetSeconds() + 0.67))
                .isLessThan(0.006);
        assertThat(rms(microphone, event.offsetSeconds() - 0.45, event.offsetSeconds() - 0.05))
                .isCloseTo(0.06, within(0.01));
    }

    @Test
    void shouldEndAllMicrophonesTogetherWithoutClipping() {
        var microphones = new Scene(1).mix(Scene.PLACES, SceneTest::tones);

        assertThat(microphones).allSatisfy(microphone -> {
            assertThat(microphone.seconds()).isCloseTo(microphones.get(0).seconds(), within(0.01));
            assertThat(IntStream.range(0, microphone.samples().length)
                            .mapToDouble(n -> Math.abs(microphone.samples()[n]))
                            .max()
                            .orElseThrow())
                    .isBetween(0.05, 0.951);
        });
    }

    @Test
    void shouldRepeatItselfForTheSameSeedOnly() {
        var first = new Scene(1).mix(Scene.PLACES, SceneTest::tones).get(0);
        var again = new Scene(1).mix(Scene.PLACES, SceneTest::tones).get(0);
        var other = new Scene(2).mix(Scene.PLACES, SceneTest::tones).get(0);

        assertThat(again.samples()).containsExactly(first.samples());
        assertThat(other.expected()).isNotEqualTo(first.expected());
    }

    /** Five tones of 4 s with 0.3 s of silence around them. */
    private static List<Recording> tones(int rateHz) {
        return List.of("a", "b", "c", "d", "e").stream()
                .map(label -> new Recording(label, tone(rateHz, 300 + 100 * label.charAt(0))))
                .toList();
    }

    private static float[] tone(int rateHz, double hertz) {
        float[] samples = new float[(int) (4.6 * rateHz)];
        for (int n = (int) (0.3 * rateHz); n < (int) (4.3 * rateHz); n++) {
            samples[n] = (float) (0.5 * Math.sin(2 * Math.PI * hertz * n / rateHz));
        }
        return samples;
    }

    private static double rms(Microphone microphone, double fromSeconds, double toSeconds) {
        int from = (int) (fromSeconds * microphone.rateHz());
        int to = (int) (toSeconds * microphone.rateHz());
        double sum = 0;
        for (int n = from; n < to; n++) {
            sum += Math.pow(microphone.samples()[n], 2);
        }
        return Math.sqrt(sum / (to - from));
    }
}
