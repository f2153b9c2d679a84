package org.earshot.trainer.teach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelFile;
import org.earshot.trainer.eval.score.ClipScores;
import org.earshot.trainer.export.TinyModel;
import org.earshot.trainer.teach.scene.Scene;
import org.junit.jupiter.api.Test;

class ThresholdChoiceTest {
    private static final int FRAMES = 310;

    private final Manifest manifest =
            ModelFile.read(TinyModel.streaming(TinyModel.SEED), "tiny").manifest();

    @Test
    void shouldFindEverySoundThatStandsOutOfTheBackground() {
        List<HeldOutClip> clips = new ArrayList<>(background(400, 0.1f));
        clips.addAll(sounds(40, 0.8f));

        ThresholdChoice.Choice choice = new ThresholdChoice(manifest, clips, 1e6).choose(0.5);

        assertThat(choice.recall()).isEqualTo(1);
        assertThat(choice.alarms()).isZero();
        assertThat(choice.hours()).isBetween(1.0, 1.2);
        assertThat(new ThresholdChoice(manifest, clips, 1800).choose(0.5).hours())
                .as("half an hour of short recordings, each repeated to the length of a clip")
                .isEqualTo(0.5);
    }

    @Test
    void shouldKeepItsPromiseWhereTheBackgroundIsAsLoudAsTheSound() {
        List<HeldOutClip> clips = new ArrayList<>(background(400, 1));
        clips.addAll(sounds(40, 0.5f));

        ThresholdChoice.Choice choice = new ThresholdChoice(manifest, clips, 1e6).choose(0.5);

        assertThat(choice.alarms() / choice.hours()).isLessThan(3);
        assertThat(choice.recall()).isLessThan(0.5);
    }

    @Test
    void shouldLetMoreThroughForMoreAlarms() {
        List<HeldOutClip> clips = new ArrayList<>(background(400, 0.5f));
        clips.addAll(sounds(40, 0.6f));
        ThresholdChoice thresholds = new ThresholdChoice(manifest, clips, 1e6);

        assertThat(thresholds.choose(20).recall())
                .isGreaterThanOrEqualTo(thresholds.choose(0.1).recall());
    }

    @Test
    void shouldNotTakeOtherSoundsForTheLabelWhereThePlaceIsSilent() {
        List<HeldOutClip> clips = new ArrayList<>(background(200, 0));
        clips.addAll(sounds(20, 0.8f));
        for (int i = 0; i < 20; i++) {
            clips.add(clip(0.6f, 100, Scene.Part.OTHER));
        }

        ThresholdChoice.Choice choice = new ThresholdChoice(manifest, clips, 1e6).choose(0.5);

        assertThat(choice.thresholds().gate()).isGreaterThanOrEqualTo(0.6f);
        assertThat(choice.recall()).isEqualTo(1);
    }

    static List<HeldOutClip> background(int count, float most) {
        Random random = new Random(1);
        List<HeldOutClip> clips = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clips.add(clip(most * random.nextFloat(), 100, Scene.Part.BED));
        }
        return clips;
    }

    static List<HeldOutClip> sounds(int count, float level) {
        Random random = new Random(2);
        List<HeldOutClip> clips = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clips.add(clip(level + 0.1f * random.nextFloat(), 50 + i, Scene.Part.EXAMPLE));
        }
        return clips;
    }

    /** A clip whose activity and tag rise to a level for a second. */
    private static HeldOutClip clip(float level, int onset, Scene.Part part) {
        float[] activity = new float[FRAMES];
        Arrays.fill(activity, onset, onset + 30, level);
        float[][] tags = new float[10][];
        int[] ends = new int[10];
        for (int b = 0; b < 10; b++) {
            ends[b] = 31 * (b + 1);
            tags[b] = new float[] {ends[b] > onset ? level : 0};
        }
        boolean heard = part == Scene.Part.EXAMPLE;
        return new HeldOutClip(
                new ClipScores(new float[] {level}, new float[][] {activity}, tags, ends),
                part,
                "x",
                true,
                heard ? 10 : Double.NaN,
                heard ? onset : -1,
                heard ? onset + 30 : -1);
    }
}
