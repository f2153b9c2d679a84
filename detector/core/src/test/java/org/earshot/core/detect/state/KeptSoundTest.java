package org.earshot.core.detect.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.earshot.core.detect.Detection;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.detect.DetectorSettings.SoundKept;
import org.earshot.core.detect.FirNetwork;
import org.earshot.core.detect.Listener;
import org.earshot.core.detect.Scenes;
import org.earshot.core.detect.SourcePipeline;
import org.earshot.core.model.ActivityCurve;
import org.junit.jupiter.api.Test;

class KeptSoundTest {
    private static final int LEAD = 200;

    @Property(tries = 200)
    void shouldHaveTheWholeSoundOfEveryEventHoweverOftenItIsRestarted(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 20_000) int samples) {
        var network = new FirNetwork(Scenes.model(2, ActivityCurve.windowed(5)), seed);
        var settings = DetectorSettings.of(network.manifest(), 5).withSoundKept(new SoundKept(LEAD, samples + 1, 0));
        float[] sound = Scenes.restlessSound(seed, samples);

        var listener = new Listener(network, settings, 8_000).hearDisturbed(sound, seed);

        List<Detection> events = listener.ended();
        for (int n = 0; n < events.size(); n++) {
            int from = (int) Math.max(0, events.get(n).onsetSample() - LEAD);
            assertThat(listener.sounds.get(n)).isEqualTo(Arrays.copyOfRange(sound, from, (int)
                    events.get(n).offsetSample()));
        }
    }

    @Test
    void shouldKeepAFewSecondsOfASoundInWhichNothingHappens() {
        var network = new FirNetwork(Scenes.model(2, ActivityCurve.windowed(5)), 1);
        var settings = DetectorSettings.of(network.manifest(), 5).withSoundKept(new SoundKept(LEAD, 1_000_000, 0));
        var listener = new Listener(network, settings, 8_000);

        listener.pipeline().accept(new float[400_000], 0, 400_000);
        listener.scoreAll();
        listener.pipeline().save(listener.store());

        assertThat(listener.pipeline().sound().end()).isEqualTo(400_000);
        assertThat(400_000 - listener.pipeline().sound().first()).isBetween((long) LEAD, 3_000L);
        assertThat(listener.store().values.keySet().stream()
                        .filter(key -> key.startsWith("a"))
                        .count())
                .isLessThan(5);
    }

    @Test
    void shouldLeaveNothingBehindWhenItIsSwitchedOff() {
        var network = new FirNetwork(Scenes.model(2, ActivityCurve.windowed(5)), 1);
        var settings = DetectorSettings.of(network.manifest(), 5);
        var store = new Scenes.HeapStore();
        var keeping =
                new SourcePipeline(network.manifest(), settings.withSoundKept(new SoundKept(LEAD, 100_000, 0)), 8_000);
        keeping.accept(Scenes.restlessSound(1, 9_000), 0, 9_000);
        keeping.save(store);

        var without = SourcePipeline.restore(network.manifest(), settings, 8_000, store);

        assertThat(without.sound()).isNull();
        assertThat(store.values.keySet()).noneMatch(key -> key.startsWith("a"));
    }

    @Test
    void shouldBeginWithTheNextSampleWhenItIsSwitchedOn() {
        var network = new FirNetwork(Scenes.model(2, ActivityCurve.windowed(5)), 1);
        var settings = DetectorSettings.of(network.manifest(), 5);
        var store = new Scenes.HeapStore();
        var without = new SourcePipeline(network.manifest(), settings, 8_000);
        without.accept(new float[3_000], 0, 3_000);
        without.save(store);

        var keeping = SourcePipeline.restore(
                network.manifest(), settings.withSoundKept(new SoundKept(LEAD, 100_000, 0)), 8_000, store);
        keeping.accept(new float[] {0.5f, 0.25f}, 0, 2);
        keeping.save(store);
        var again = SourcePipeline.restore(
                network.manifest(), settings.withSoundKept(new SoundKept(LEAD, 100_000, 0)), 8_000, store);

        assertThat(again.sound().copy(3_000, 3_002)).containsExactly(0.5f, 0.25f);
        assertThatThrownBy(() -> again.sound().copy(2_999, 3_002)).isInstanceOf(IllegalArgumentException.class);
    }
}
