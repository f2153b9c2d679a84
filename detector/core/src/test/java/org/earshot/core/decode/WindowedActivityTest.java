package org.earshot.core.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.earshot.core.model.ActivityCurve;
import org.junit.jupiter.api.Test;

class WindowedActivityTest {
    private static final int CLASSES = 3;

    @Test
    void shouldCutTheWindowAtBothEnds() {
        float[] numerator = {1, 2, 3, 4};
        float[] denominator = {2, 4, 4, 10};
        float[] activity = new float[4];

        WindowedActivity.of(numerator, denominator, 0, 4, ActivityCurve.windowed(3), activity);

        assertThat(activity).containsExactly(new float[] {3f / 6, 6f / 10, 9f / 18, 7f / 14}, within(6e-6f));
    }

    @Test
    void shouldLieBetweenTheLeastAndTheGreatestRatio() {
        float[] activity = new float[50];
        float[] numerator = random(1, 50, 0);
        float[] denominator = random(2, 50, 1);

        WindowedActivity.of(numerator, denominator, 0, 50, ActivityCurve.windowed(15), activity);

        float least = 1;
        float greatest = 0;
        for (int t = 0; t < 50; t++) {
            least = Math.min(least, numerator[t] / denominator[t]);
            greatest = Math.max(greatest, numerator[t] / denominator[t]);
        }
        for (float value : activity) {
            assertThat(value).isBetween(least - 6e-6f, greatest + 6e-6f);
        }
    }

    @Test
    void shouldHearAnOnsetWhereItIsIfNothingLiesAhead() {
        float[] numerator = {0, 0, 0, 1, 1, 0, 0, 0};
        float[] denominator = {1, 1, 1, 1, 1, 1, 1, 1};
        float[] activity = new float[8];

        WindowedActivity.of(numerator, denominator, 0, 8, ActivityCurve.windowed(3, 0), activity);

        assertThat(activity).containsExactly(new float[] {0, 0, 0, 1f / 3, 2f / 3, 2f / 3, 1f / 3, 0}, within(6e-6f));
    }

    @Property
    void shouldHardlyMoveBySteps(@ForAll long seed) {
        float[] numerator = random(seed, 40, 0);
        float[] denominator = random(~seed, 40, 0);
        var random = new Random(seed);
        for (int t = 0; t < 40; t++) {
            denominator[t] *= (float) Math.exp(20 * random.nextDouble() - 10);
            numerator[t] *= denominator[t];
        }
        float[] activity = new float[40];

        WindowedActivity.of(numerator, denominator, 0, 40, ActivityCurve.windowed(15), activity);

        for (int t = 0; t < 40; t++) {
            double above = 0;
            double below = 0;
            for (int u = Math.max(0, t - 7); u <= Math.min(39, t + 7); u++) {
                above += numerator[u];
                below += denominator[u];
            }
            assertThat((double) activity[t]).isCloseTo(above / below, within(6e-6));
        }
    }

    @Test
    void shouldCallWhatIsNoNumberSilence() {
        assertThat(WindowedActivity.ratio(Double.NaN, 1)).isZero();
        assertThat(WindowedActivity.ratio(0, 0)).isZero();
        assertThat(WindowedActivity.ratio(3, 2)).isEqualTo(1);
        assertThat(WindowedActivity.ratio(1, 4)).isEqualTo(0.25f, within(0f));
    }

    @Property
    void shouldGiveTheWholeCurveFrameByFrame(
            @ForAll long seed,
            @ForAll @IntRange(max = 9) int half,
            @ForAll @IntRange(max = 18) int ahead,
            @ForAll @IntRange(max = 60) int frames,
            @ForAll @IntRange(min = 1, max = 11) int restoreEvery) {
        var curve = ActivityCurve.windowed(2 * half + 1, Math.min(2 * half, ahead));
        int wait = curve.aheadFrames();
        float[] numerator = random(seed, CLASSES * frames, 0);
        float[] denominator = random(~seed, CLASSES * frames, 1);
        float[] whole = new float[CLASSES * frames];
        float[] streamed = new float[CLASSES * frames];

        for (int k = 0; k < CLASSES; k++) {
            WindowedActivity.of(numerator, denominator, k * frames, frames, curve, whole);
        }
        var activity = new WindowedActivity(CLASSES, curve);
        for (int t = 0; t < frames; t++) {
            if (t % restoreEvery == 0) {
                activity = copyOf(activity, curve);
            }
            activity.push(numerator, denominator, t, frames);
            if (t >= wait) {
                take(activity, t - wait, frames, streamed);
            }
        }
        for (int t = Math.max(0, frames - wait); t < frames; t++) {
            take(activity, t, frames, streamed);
        }

        assertThat(streamed).isEqualTo(whole);
    }

    private static void take(WindowedActivity from, int frame, int frames, float[] to) {
        for (int k = 0; k < CLASSES; k++) {
            to[k * frames + frame] = from.value(k, frame);
        }
    }

    private static WindowedActivity copyOf(WindowedActivity activity, ActivityCurve curve) {
        int[] state = new int[activity.stateLength()];
        activity.state(state);
        var copy = new WindowedActivity(CLASSES, curve);
        copy.restore(activity.frames(), state);
        return copy;
    }

    private static float[] random(long seed, int length, float floor) {
        var random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = floor + random.nextFloat();
        }
        return values;
    }
}
