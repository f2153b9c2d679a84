package org.earshot.core.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.earshot.core.detect.Detection.Phase;
import org.earshot.core.detect.WholeSound.Told;
import org.earshot.core.detect.state.StateException;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.Thresholds;
import org.junit.jupiter.api.Test;

class SourcePipelineTest {
    private static final int RATE = Scenes.TINY.rateHz();

    record Span(int label, long onset, long offset) {}

    record Case(long seed, int samples, int blocks, int reach, int window, int rateHz) {
        FirNetwork network() {
            return new FirNetwork(
                    Scenes.model(reach, new ActivityCurve(window, (int)
                                    Math.floorMod(seed, (long) Math.max(1, window))))
                            .withGateFrames((int) Math.floorMod(seed >> 8, 3L) * 15),
                    seed);
        }

        DetectorSettings settings() {
            return DetectorSettings.of(network().manifest(), blocks).withOngoingEvery(2);
        }

        float[] sound() {
            return Scenes.restlessSound(seed, samples);
        }
    }

    @Provide
    Arbitrary<Case> cases() {
        return Combinators.combine(
                        Arbitraries.longs(),
                        Arbitraries.integers().between(0, 20_000),
                        Arbitraries.of(1, 2, 3, 5, 10, 20, 61),
                        Arbitraries.integers().between(0, 6),
                        Arbitraries.of(0, 1, 5, 15),
                        Arbitraries.of(RATE, RATE, 11_025, 16_000))
                .as(Case::new);
    }

    @Property(tries = 400)
    void shouldTellWhatTheDefinitionSaysOfTheUncutSound(@ForAll("cases") Case c) {
        var settings = c.settings().withOngoingEvery(0);

        var listener = new Listener(c.network(), settings, RATE).hear(c.sound());

        var expected = new WholeSound(c.network(), settings, c.sound()).told();
        assertThat(told(listener)).isEqualTo(sorted(expected));
    }

    @Property(tries = 300)
    void shouldNotDependOnCutsDelaysOrRestarts(@ForAll("cases") Case c) {
        var undisturbed = new Listener(c.network(), c.settings(), c.rateHz()).hear(c.sound());

        var disturbed = new Listener(c.network(), c.settings(), c.rateHz()).hearDisturbed(c.sound(), c.seed());

        assertThat(disturbed.heard).isEqualTo(undisturbed.heard);
        assertThat(disturbed.clips).isEqualTo(undisturbed.clips);
    }

    @Property(tries = 200)
    void shouldTellTheTagOfEveryClip(@ForAll("cases") Case c) {
        var whole = new WholeSound(c.network(), c.settings(), c.sound());

        var clips = new Listener(c.network(), c.settings(), RATE).hear(c.sound()).clips;

        assertThat(clips).hasSize(whole.blocks());
        for (int block = 0; block < clips.size(); block++) {
            for (int k = 0; k < 3; k++) {
                assertThat(clips.get(block).tags().get(k)).isEqualTo(whole.tag(block, k), within(1e-6f));
            }
        }
    }

    @Property(tries = 100)
    void shouldShiftEventsWithTheSound(@ForAll("cases") Case c) {
        int shift = 61 * 32;
        float[] sound = c.sound();
        float[] later = new float[shift + sound.length];
        System.arraycopy(sound, 0, later, shift, sound.length);

        var first = new Listener(c.network(), c.settings(), RATE).hear(sound).ended();
        var second = new Listener(c.network(), c.settings(), RATE).hear(later).ended();

        // Away from the start, where network, window and clips meet the silence before the sound instead of nothing.
        var expected = first.stream()
                .filter(d -> d.onsetSample() > 90 * 32)
                .map(d -> new Span(d.label(), d.onsetSample() + shift, d.offsetSample() + shift))
                .toList();
        assertThat(second.stream().map(d -> new Span(d.label(), d.onsetSample(), d.offsetSample())))
                .containsAll(expected);
    }

    @Test
    void shouldHaveManyEventsInTheseTests() {
        int events = 0;
        for (long seed = 0; seed < 20; seed++) {
            var c = new Case(seed, 20_000, 10, 3, 15, RATE);
            events += new Listener(c.network(), c.settings(), RATE)
                    .hear(c.sound())
                    .ended()
                    .size();
        }

        assertThat(events).isGreaterThan(100);
    }

    @Test
    void shouldHearNothingInNothing() {
        var c = new Case(1, 0, 10, 3, 15, RATE);

        var listener = new Listener(c.network(), c.settings(), RATE).hear(new float[63]);

        assertThat(listener.heard).isEmpty();
        assertThat(listener.pipeline().isDone()).isTrue();
    }

    @Test
    void shouldLeaveOutTheContextAtBothEnds() {
        var c = new Case(1, 61 * 32 + 32, 2, 4, 0, RATE);
        var pipeline = new SourcePipeline(c.network().manifest(), c.settings(), RATE);

        pipeline.accept(c.sound(), 0, c.samples());
        pipeline.finish();

        assertThat(pipeline.readyBlocks()).isEqualTo(2);
        assertThat(pipeline.blockFrames(0)).isEqualTo(30 + 4);
        assertThat(pipeline.blockFrames(1)).isEqualTo(4 + 31);
    }

    @Test
    void shouldMeasureTheLevelOfAnEvent() {
        var c = new Case(1, 0, 5, 2, 5, RATE);
        float[] sound = Scenes.tone(RATE, 1_000, 0.5, 8_000);

        var ended = new Listener(c.network(), c.settings(), RATE).hear(sound).ended();

        assertThat(ended).isNotEmpty();
        assertThat(ended.get(0).levelDbfs()).isCloseTo(-9.03f, within(0.05f));
        assertThat(ended.get(0).validFraction()).isEqualTo(1);
    }

    @Test
    void shouldCountAFilledGapAsNotValid() {
        var c = new Case(1, 0, 5, 2, 15, RATE);
        float[] sound = Scenes.tone(RATE, 1_000, 0.5, 4_000);
        var listener = new Listener(c.network(), c.settings(), RATE);

        listener.pipeline().accept(sound, 0, 3_200);
        listener.pipeline().fillGap(96);
        listener.restore();
        listener.pipeline().accept(sound, 0, 3_200);
        listener.end();

        var longest = listener.ended().stream()
                .max(Comparator.comparingLong(d -> d.offsetSample() - d.onsetSample()))
                .orElseThrow();
        double length = longest.offsetSample() - longest.onsetSample();
        assertThat(longest.onsetSample()).isLessThan(3_200);
        assertThat(longest.offsetSample()).isGreaterThan(3_296);
        assertThat((double) longest.validFraction()).isCloseTo(1 - 96 / length, within(1e-4));
        assertThat(listener.pipeline().samples()).isEqualTo(6_496);
    }

    @Test
    void shouldTellOnsetsInTheSamplesOfTheSource() {
        var c = new Case(1, 0, 5, 2, 5, 16_000);
        float[] sound = new float[32_000];
        System.arraycopy(Scenes.tone(16_000, 1_000, 0.5, 8_000), 0, sound, 16_000, 8_000);

        var ended = new Listener(c.network(), c.settings(), 16_000).hear(sound).ended();

        assertThat(ended).isNotEmpty();
        assertThat((double) ended.get(0).onsetSample()).isCloseTo(16_000, within(300.0));
        assertThat((double) ended.get(0).offsetSample()).isCloseTo(24_000, within(300.0));
    }

    @Test
    void shouldTakeWhatIsNoNumberAsSilence() {
        var c = new Case(7, 9_000, 5, 2, 15, RATE);
        float[] broken = c.sound();
        float[] mended = c.sound();
        for (int i = 2_000; i < 2_100; i++) {
            broken[i] = i % 3 == 0 ? Float.NaN : i % 3 == 1 ? Float.POSITIVE_INFINITY : -1e30f;
            mended[i] = 0;
        }

        var listener = new Listener(c.network(), c.settings(), RATE).hear(broken);

        assertThat(listener.heard).isEqualTo(new Listener(c.network(), c.settings(), RATE).hear(mended).heard);
    }

    @Test
    void shouldRunModelsThatNeedWholeClipsClipByClip() {
        var manifest = Scenes.model(Scenes.TINY, 3, 2, ActivityCurve.graph(), false);
        var network = new FirNetwork(manifest, 3);
        float[] sound = Scenes.restlessSound(4, 2 * 61 * 32 + 500);
        var settings = DetectorSettings.of(manifest, 10)
                .withThresholds(Collections.nCopies(3, new Thresholds(0.1f, 0.3f, 0.2f)));

        var listener = new Listener(network, settings, RATE).hear(sound);
        var disturbed = new Listener(network, settings, RATE).hearDisturbed(sound, 9);

        assertThat(listener.clips).extracting(Listener.Clip::start).containsExactly(0L, 61 * 32L, 2 * 61 * 32L);
        assertThat(listener.ended()).isNotEmpty().allMatch(d -> d.offsetSample() <= sound.length + 32);
        assertThat(disturbed.heard).isEqualTo(listener.heard);
        for (Phase phase : List.of(Phase.STARTED, Phase.ENDED)) {
            assertThat(listener.detections())
                    .filteredOn(d -> d.phase() == phase)
                    .hasSameSizeAs(listener.ended());
        }
    }

    @Test
    void shouldRefuseAStateOfAnotherLayout() {
        var c = new Case(1, 5_000, 5, 2, 15, RATE);
        var listener = new Listener(c.network(), c.settings(), RATE);
        listener.pipeline().accept(c.sound(), 0, 5_000);
        listener.restore();
        Manifest manifest = c.network().manifest();
        var other = DetectorSettings.of(manifest, 10);

        assertThatThrownBy(() -> SourcePipeline.restore(manifest, other, RATE, listener.store()))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("another model");
        assertThatThrownBy(() -> SourcePipeline.restore(manifest, other, RATE, new Scenes.HeapStore()))
                .isInstanceOf(StateException.class);
    }

    @Test
    void shouldCallATornStateTorn() {
        var c = new Case(1, 5_000, 5, 2, 15, RATE);
        var listener = new Listener(c.network(), c.settings(), RATE);
        listener.pipeline().accept(c.sound(), 0, 5_000);
        listener.pipeline().save(listener.store());

        for (String part : List.of("c", "b", "f0")) {
            byte[] whole = listener.store().values.get(part);
            for (int length = 0; length < whole.length; length++) {
                listener.store().values.put(part, Arrays.copyOf(whole, length));
                assertThatThrownBy(() ->
                                SourcePipeline.restore(c.network().manifest(), c.settings(), RATE, listener.store()))
                        .as("%d bytes of %s", length, part)
                        .isInstanceOf(StateException.class);
            }
            listener.store().values.put(part, whole);
        }
    }

    @Test
    void shouldLeaveAnEmptyStoreWhenDiscarded() {
        var c = new Case(1, 9_000, 5, 2, 15, RATE);
        var listener = new Listener(c.network(), c.settings(), RATE);
        for (int at = 0; at < 9_000; at += 500) {
            listener.pipeline().accept(c.sound(), at, 500);
            listener.restore();
            listener.scoreAll();
        }
        listener.restore();

        listener.pipeline().discard(listener.store());

        assertThat(listener.store().values).isEmpty();
    }

    @Test
    void shouldRefuseThresholdsThatDoNotFitTheLabels() {
        var settings = DetectorSettings.of(Scenes.model(2, ActivityCurve.graph()), 5);
        var other = Scenes.model(FrontEnd.wide16k(), 15, 12, ActivityCurve.windowed(15), true);

        assertThatThrownBy(() -> settings.withThresholds(List.of())).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> new SourcePipeline(other, settings, RATE))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("15 labels");
    }

    @Test
    void shouldKeepAFewKilobytesForASource() {
        var manifest = Scenes.model(FrontEnd.wide16k(), 15, 12, ActivityCurve.windowed(15), true);
        var network = new FirNetwork(manifest, 1);
        var listener = new Listener(network, DetectorSettings.of(manifest, 10), 16_000);
        float[] sound = Scenes.restlessSound(3, 16_000 * 30);

        for (int at = 0; at < sound.length; at += 16_000) {
            listener.pipeline().accept(sound, at, 16_000);
            listener.scoreAll();
            listener.pipeline().save(listener.store());
        }

        int stored = listener.store().values.values().stream()
                .mapToInt(v -> v.length)
                .sum();
        assertThat(stored).isLessThan(30_000);
        assertThat((double) listener.store().bytesWritten / (sound.length * 2)).isLessThan(0.3);
    }

    private static List<Told> told(Listener listener) {
        List<Told> told = new ArrayList<>();
        for (var heard : listener.heard) {
            Detection d = heard.detection();
            told.add(new Told(
                    heard.block(), d.phase(), d.label(), d.onsetSample() / 32, d.offsetSample() / 32, d.tag()));
        }
        return sorted(told);
    }

    private static List<Told> sorted(List<Told> told) {
        return told.stream()
                .map(t -> new Told(
                        t.block(),
                        t.phase(),
                        t.label(),
                        t.onsetFrame(),
                        t.offsetFrame(),
                        Math.round(t.tag() * 1e5f) / 1e5f))
                .sorted(Comparator.comparingLong(Told::block)
                        .thenComparingInt(Told::label)
                        .thenComparingLong(Told::onsetFrame)
                        .thenComparing(Told::phase))
                .toList();
    }
}
