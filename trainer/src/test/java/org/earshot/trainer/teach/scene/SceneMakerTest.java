package org.earshot.trainer.teach.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SceneMakerTest {
    private static final SceneMaker.Shape SHAPE = new SceneMaker.Shape(50, 4, 8);

    @Test
    void shouldRaiseTheFramesOfTheSoundAboveTheBackground() {
        SceneMaker maker = new SceneMaker(SHAPE, beds(6), 3, 5);
        maker.addSounds(List.of(sound(0), sound(1), sound(2)), 30, Scene.Part.EXAMPLE);

        for (Scene scene : maker.scenes()) {
            double inside = mean(scene, true);
            double outside = mean(scene, false);
            if (scene.snrDb() > 6 && scene.truth().heard()) {
                assertThat(inside).isGreaterThan(outside + 0.3);
            }
            assertThat(scene.logMel()).hasSize(SHAPE.values());
            assertThat(scene.snrDb()).isBetween(0.0, 20.0);
        }
        assertThat(maker.scenes()).filteredOn(s -> s.truth().heard()).hasSizeGreaterThan(25);
    }

    @Test
    void shouldHaveEachRecordingAtEveryLevelAlike() {
        SceneMaker maker = new SceneMaker(SHAPE, beds(6), 3, 5);
        maker.addSounds(List.of(sound("a", 0), sound("b", 1), sound("c", 2)), 31, Scene.Part.EXAMPLE);

        for (String kind : List.of("a", "b", "c")) {
            double[] levels = maker.scenes().stream()
                    .filter(scene -> scene.kind().equals(kind))
                    .mapToDouble(Scene::snrDb)
                    .sorted()
                    .toArray();
            assertThat(levels).hasSize(kind.equals("a") ? 11 : 10);
            for (int i = 0; i < levels.length; i++) {
                assertThat(levels[i]).isBetween(20.0 * i / levels.length, 20.0 * (i + 1) / levels.length);
            }
        }
    }

    @Test
    void shouldKeepAGroupOfRecordingsAndItsBackgroundsInOneFold() {
        SceneMaker maker = new SceneMaker(SHAPE, beds(6), 3, 5);
        maker.addBeds();
        maker.addSounds(List.of(sound(0), sound(1), sound(2), sound(3)), 40, Scene.Part.EXAMPLE);

        int[] foldOfBed = new int[6];
        for (Scene scene : maker.scenes()) {
            if (scene.part() == Scene.Part.BED) {
                foldOfBed[scene.bed()] = scene.fold();
            } else {
                assertThat(foldOfBed[scene.bed()]).isEqualTo(scene.fold());
            }
        }
        assertThat(foldOfBed).containsExactly(0, 0, 1, 1, 2, 2);
    }

    @Test
    void shouldMakeTheSameScenesFromTheSameSeed() {
        SceneMaker one = new SceneMaker(SHAPE, beds(3), 3, 9);
        SceneMaker two = new SceneMaker(SHAPE, beds(3), 3, 9);
        one.addSounds(List.of(sound(0), sound(1)), 8, Scene.Part.OTHER);
        two.addSounds(List.of(sound(0), sound(1)), 8, Scene.Part.OTHER);

        for (int i = 0; i < 8; i++) {
            assertThat(one.scenes().get(i).logMel())
                    .isEqualTo(two.scenes().get(i).logMel());
            assertThat(one.scenes().get(i).truth().heard()).isFalse();
        }
    }

    private static double mean(Scene scene, boolean sounding) {
        double sum = 0;
        int count = 0;
        for (int t = 0; t < SHAPE.frames(); t++) {
            if (sounding ? scene.truth().sounding()[t] : scene.truth().quiet()[t]) {
                for (int f = 0; f < SHAPE.mels(); f++) {
                    sum += scene.logMel()[(t + SHAPE.context()) * SHAPE.mels() + f];
                    count++;
                }
            }
        }
        return sum / Math.max(1, count);
    }

    private static List<Bed> beds(int count) {
        List<Bed> beds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] logMel = new float[SHAPE.bedFrames() * SHAPE.mels()];
            Arrays.fill(logMel, -7);
            beds.add(new Bed("hum", Bed.Origin.GIVEN, logMel, -50));
        }
        return beds;
    }

    /** As loud in its bands as a background of -50 dBFS is. */
    private static Sound sound(int group) {
        return sound("beep", group);
    }

    private static Sound sound(String kind, int group) {
        float[] logMel = new float[20 * SHAPE.mels()];
        Arrays.fill(logMel, -7);
        boolean[] active = new boolean[20];
        Arrays.fill(active, true);
        return new Sound(kind, group, logMel, active, -50);
    }
}
