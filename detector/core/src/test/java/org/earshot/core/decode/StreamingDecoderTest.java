package org.earshot.core.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.earshot.core.decode.Curve.curve;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.earshot.core.model.Thresholds;
import org.junit.jupiter.api.Test;

class StreamingDecoderTest {
    @Property(tries = 3000)
    void shouldFindTheRunsOfTheWholeCurve(
            @ForAll long seed,
            @ForAll @IntRange(max = 400) int frames,
            @ForAll @IntRange(max = 14) int shortest,
            @ForAll @IntRange(max = 14) int gap,
            @ForAll boolean inclusive) {
        float[] activity = restless(seed, frames);
        var rules = new RunRules(shortest, gap, inclusive);

        var streamed = stream(activity, 0, rules);

        assertThat(intervals(streamed)).isEqualTo(new RunDecoder(Thresholds.PAPER, rules).decode(activity));
    }

    @Property(tries = 2000)
    void shouldFindTheRunsThatThereWereWithoutTheFramesThatWereNotHeard(
            @ForAll long seed, @ForAll @IntRange(max = 400) int frames) {
        float[] activity = restless(seed, frames);
        var random = new Random(seed);
        var decoder = new StreamingDecoder(Thresholds.PAPER, RunRules.PAPER);
        List<Run> found = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        int frame = 0;
        for (int t = 0; t < frames; t++) {
            for (int unheard = random.nextInt(2); unheard > 0; unheard--) {
                decoder.stepUnheard(0);
                frame++;
            }
            places.add(frame);
            decoder.step(frame++, activity[t], 0, 1, 0, found::add);
        }
        decoder.finish(found::add);

        var expected = new RunDecoder(Thresholds.PAPER, RunRules.PAPER)
                .decode(activity).stream()
                        .map(run -> new FrameInterval(
                                places.get((int) run.onset()), places.get((int) run.offset() - 1) + 1))
                        .toList();
        assertThat(intervals(found)).isEqualTo(expected);
    }

    @Test
    void shouldTakeARunThatWasHardlyHeardForNoEvent() {
        var decoder = new StreamingDecoder(Thresholds.PAPER, RunRules.PAPER);
        List<Run> found = new ArrayList<>();

        for (int t = 0; t < 200; t++) {
            if (t % 6 == 0) {
                decoder.step(t, 0.9f, 0.1, 1, 0.9f, found::add);
            } else {
                decoder.stepUnheard(0);
            }
        }
        decoder.finish(found::add);

        assertThat(found).isEmpty();
    }

    @Test
    void shouldEndARunThatWasToldOfHoweverMuchOfItIsLostSince() {
        var decoder = new StreamingDecoder(Thresholds.PAPER, RunRules.PAPER);
        List<Run> found = new ArrayList<>();
        for (int t = 0; t < 20; t++) {
            decoder.step(t, 0.9f, 0.1, 1, 0.9f, found::add);
        }
        assertThat(decoder.holdsEvent()).isTrue();
        decoder.tell();
        for (int t = 20; t < 80; t++) {
            decoder.stepUnheard(0);
        }
        decoder.step(80, 0.9f, 0.1, 1, 0.9f, found::add);

        decoder = copyOf(decoder);
        assertThat(decoder.holdsEvent()).isTrue();
        decoder.finish(found::add);

        assertThat(intervals(found)).containsExactly(new FrameInterval(0, 81));
        // The next one is not told of.
        for (int t = 81; t < 200; t++) {
            if (t % 6 == 0) {
                decoder.step(t, 0.9f, 0.1, 1, 0.9f, found::add);
            } else {
                decoder.stepUnheard(0);
            }
        }
        decoder.finish(found::add);
        assertThat(found).hasSize(1);
    }

    @Property
    void shouldShiftItsRunsWithTheCurve(@ForAll long seed, @ForAll @IntRange(max = 100_000) int shift) {
        float[] activity = restless(seed, 300);

        var shifted = stream(activity, shift, RunRules.PAPER);

        var expected = stream(activity, 0, RunRules.PAPER).stream()
                .map(run -> new FrameInterval(run.onset() + shift, run.offset() + shift))
                .toList();
        assertThat(intervals(shifted)).isEqualTo(expected);
    }

    @Property
    void shouldGoOnFromItsStateAsIfNothingHadHappened(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int every) {
        float[] activity = restless(seed, 300);
        var runs = new ArrayList<Run>();
        var decoder = new StreamingDecoder(Thresholds.PAPER, RunRules.PAPER);

        for (int t = 0; t < activity.length; t++) {
            if (t % every == 0) {
                decoder = copyOf(decoder);
            }
            decoder.step(t, activity[t], activity[t] * 0.1, 0.5, 0.3f, runs::add);
        }
        decoder.finish(runs::add);

        assertThat(runs).isEqualTo(stream(activity, 0, RunRules.PAPER));
    }

    @Property
    void shouldGatherPeakAndMeanOverEachRun(@ForAll long seed) {
        float[] activity = restless(seed, 300);

        var runs = stream(activity, 0, RunRules.PAPER);

        for (Run run : runs) {
            double sum = 0;
            float peak = 0;
            for (int t = (int) run.onset(); t < run.offset(); t++) {
                sum += activity[t];
                peak = Math.max(peak, activity[t]);
            }
            assertThat(run.peakActivity()).isEqualTo(peak);
            assertThat((double) run.meanActivity()).isCloseTo(sum / run.frames(), within(1e-6));
            assertThat(run.meanPower()).isCloseTo(0.1 * sum / run.frames(), within(1e-6));
            assertThat(run.validFraction()).isEqualTo(0.5);
        }
    }

    @Test
    void shouldCloseARunOnceNoLaterRunCanJoin() {
        var runs = new ArrayList<Run>();
        var decoder = new StreamingDecoder(Thresholds.PAPER, RunRules.PAPER);
        float[] activity = curve(40).raisedTo(0.3f, 0, 20).values();

        int closedAt = -1;
        for (int t = 0; t < 40 && runs.isEmpty(); t++) {
            decoder.step(t, activity[t], 0, 1, 0, runs::add);
            closedAt = t;
        }

        assertThat(closedAt).isEqualTo(30);
        assertThat(intervals(runs)).containsExactly(new FrameInterval(0, 20));
    }

    @Test
    void shouldWaitForARiseInTheGapToDecide() {
        var runs = new ArrayList<Run>();
        var decoder = new StreamingDecoder(Thresholds.PAPER, RunRules.PAPER);
        float[] activity = curve(100)
                .raisedTo(0.3f, 0, 20)
                .raisedTo(0.15f, 30, 90)
                .raisedTo(0.3f, 89, 90)
                .values();

        for (int t = 0; t < 89; t++) {
            decoder.step(t, activity[t], 0, 1, 0, runs::add);
        }
        var before = List.copyOf(runs);
        decoder.step(89, activity[89], 0, 1, 0, runs::add);

        assertThat(before).isEmpty();
        assertThat(decoder.held().onset()).isZero();
        assertThat(decoder.held().offset()).isEqualTo(90);
    }

    @Test
    void shouldHoldAnEventAsSoonAsItIsLongEnough() {
        var decoder = new StreamingDecoder(Thresholds.PAPER, RunRules.PAPER);

        for (int t = 0; t < 10; t++) {
            decoder.step(t, 0.3f, 0, 1, 0, run -> {});
        }
        boolean afterTen = decoder.holdsEvent();
        decoder.step(10, 0.3f, 0, 1, 0, run -> {});

        assertThat(afterTen).isFalse();
        assertThat(decoder.holdsEvent()).isTrue();
    }

    @Test
    void shouldNotCountAClipThatBeginsWhereTheRunEnds() {
        var decoder = new StreamingDecoder(Thresholds.PAPER, RunRules.PAPER);
        for (int t = 0; t < 20; t++) {
            decoder.step(t, 0.3f, 0, 1, 0.2f, run -> {});
        }

        decoder.offerTag(20, 0.9f);
        float apart = decoder.tag();
        decoder.step(20, 0.3f, 0, 1, 0.9f, run -> {});

        assertThat(apart).isEqualTo(0.2f);
        assertThat(decoder.tag()).isEqualTo(0.9f);
    }

    private static List<Run> stream(float[] activity, long firstFrame, RunRules rules) {
        var runs = new ArrayList<Run>();
        var decoder = new StreamingDecoder(Thresholds.PAPER, rules);
        for (int t = 0; t < activity.length; t++) {
            decoder.step(firstFrame + t, activity[t], activity[t] * 0.1, 0.5, 0.3f, runs::add);
        }
        decoder.finish(runs::add);
        return runs;
    }

    private static StreamingDecoder copyOf(StreamingDecoder decoder) {
        var state = ByteBuffer.allocate(StreamingDecoder.MAX_STATE_BYTES);
        decoder.write(state);
        var copy = new StreamingDecoder(Thresholds.PAPER, RunRules.PAPER);
        copy.read(state.flip());
        return copy;
    }

    private static List<FrameInterval> intervals(List<Run> runs) {
        return runs.stream()
                .map(run -> new FrameInterval(run.onset(), run.offset()))
                .toList();
    }

    /** A curve of short level pieces on, between and exactly at both thresholds. */
    private static float[] restless(long seed, int frames) {
        var random = new Random(seed);
        float[] levels = {0, 0.05f, 0.1f, 0.11f, 0.15f, 0.19f, 0.2f, 0.3f, 0.9f};
        float[] values = new float[frames];
        int t = 0;
        while (t < frames) {
            float level = levels[random.nextInt(levels.length)];
            for (int end = Math.min(frames, t + 1 + random.nextInt(13)); t < end; t++) {
                values[t] = level;
            }
        }
        return values;
    }
}
