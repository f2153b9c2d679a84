package org.earshot.trainer.teach.scene;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.earshot.trainer.data.clips.FeatureAugmentation;
import org.earshot.trainer.train.augment.AugmentationSettings;

/**
 * Puts scenes together: every background as it is, and sounds laid on backgrounds at any place, 0 to 20 dB over them, each
 * time with another gain and another colour of sound and scene.
 *
 * <p>The same seed makes the same scenes. For one thread.
 */
public final class SceneMaker {
    private static final double LEAST_SNR_DB = 0;
    private static final double GREATEST_SNR_DB = 20;
    /** In a place that is all but silent a sound does not follow it down. */
    private static final double LEAST_BED_DB = -60;
    /** Frames around the edges of a sound that are neither with nor without it. */
    private static final int EDGE = 5;
    /** Pauses within a sound up to this long belong to it. */
    private static final int PAUSE = 8;

    private static final FeatureAugmentation SOUND_COLOUR =
            new AugmentationSettings(0, 8, 6, 0, 0, 0, 0, 0, 0).perClip();
    private static final FeatureAugmentation SCENE_COLOUR =
            new AugmentationSettings(10, 6, 4, 0.2, 20, 0, 0, 0, 0).perClip();

    private final Shape shape;
    private final List<Bed> beds;
    private final int folds;
    private final int[] foldOfBed;
    private final SplittableRandom random;
    private final List<Scene> scenes = new ArrayList<>();

    /**
     * The sizes of scenes.
     *
     * @param frames of a scene without context
     * @param context frames on either side
     */
    public record Shape(int frames, int context, int mels) {
        public int bedFrames() {
            return 2 * frames + 2 * context;
        }

        int values() {
            return (frames + 2 * context) * mels;
        }
    }

    public SceneMaker(Shape shape, List<Bed> beds, int folds, long seed) {
        this.shape = shape;
        this.beds = beds;
        this.folds = folds;
        this.foldOfBed = new int[beds.size()];
        for (Bed.Origin origin : Bed.Origin.values()) {
            List<Integer> own = IntStream.range(0, beds.size())
                    .filter(b -> beds.get(b).origin() == origin)
                    .boxed()
                    .toList();
            // Backgrounds that follow each other share a fold, as they are much alike.
            for (int i = 0; i < own.size(); i++) {
                foldOfBed[own.get(i)] = (int) ((long) i * folds / own.size());
            }
        }
        this.random = new SplittableRandom(seed);
    }

    /** The scenes made so far. */
    public List<Scene> scenes() {
        return Collections.unmodifiableList(scenes);
    }

    /** Adds both halves of every background as they are. */
    public void addBeds() {
        for (int b = 0; b < beds.size(); b++) {
            for (int half = 0; half < 2; half++) {
                scenes.add(new Scene(
                        half(beds.get(b), half),
                        SceneTruth.without(shape.frames()),
                        foldOfBed[b],
                        Scene.Part.BED,
                        beds.get(b).kind(),
                        Double.NaN,
                        b,
                        half,
                        -1,
                        -1));
            }
        }
    }

    /**
     * Adds scenes with sounds, drawing first a group and then one of its sounds. Levels are spread evenly over the scenes of
     * each group, so that every level has the same recordings.
     *
     * @param sounds of one or more groups
     * @param count how many scenes
     */
    public void addSounds(List<Sound> sounds, int count, Scene.Part part) {
        List<Integer> groups = sounds.stream().map(Sound::group).distinct().toList();
        for (int g = 0; g < groups.size() && g < count; g++) {
            int group = groups.get(g);
            List<Sound> own = sounds.stream().filter(s -> s.group() == group).toList();
            int scenesOfIt = (count - g + groups.size() - 1) / groups.size();
            for (int i = 0; i < scenesOfIt; i++) {
                double level = (i + random.nextDouble()) / scenesOfIt;
                add(own.get(random.nextInt(own.size())), group % folds, part, level);
            }
        }
    }

    /** @param level 0..1, from the least to the greatest */
    private void add(Sound sound, int fold, Scene.Part part, double level) {
        int bed = bedOf(fold);
        int half = random.nextInt(2);
        float[] logMel = half(beds.get(bed), half);
        double snr = LEAST_SNR_DB + level * (GREATEST_SNR_DB - LEAST_SNR_DB);
        double gain = Math.max(LEAST_BED_DB, beds.get(bed).levelDb()) + snr - sound.levelDb();
        int length = Math.min(sound.frames(), shape.frames());
        int skip = sound.frames() == length ? 0 : random.nextInt(sound.frames() - length + 1);
        // Some sounds begin before the scene or end after it, by up to a third.
        int slack = length / 3;
        int onset = random.nextInt(-slack, shape.frames() - length + slack + 1);
        int first = Math.max(-shape.context(), onset);
        int end = Math.min(shape.frames() + shape.context(), onset + length);
        float[] coloured = sound.logMel().clone();
        SOUND_COLOUR.apply(coloured, 0, sound.frames(), shape.mels(), draws());
        MelSums.add(
                coloured,
                (skip + first - onset) * shape.mels(),
                logMel,
                (first + shape.context()) * shape.mels(),
                (end - first) * shape.mels(),
                gain);
        SCENE_COLOUR.apply(logMel, 0, shape.frames() + 2 * shape.context(), shape.mels(), draws());
        int from = Math.max(0, onset);
        int to = Math.min(shape.frames(), onset + length);
        SceneTruth truth =
                part == Scene.Part.EXAMPLE ? truth(sound, skip - onset, from, to) : SceneTruth.without(shape.frames());
        scenes.add(new Scene(logMel, truth, fold, part, sound.kind(), snr, bed, half, from, to));
    }

    private int bedOf(int fold) {
        List<Integer> of = new ArrayList<>();
        List<Integer> given = new ArrayList<>();
        for (int b = 0; b < beds.size(); b++) {
            if (foldOfBed[b] == fold) {
                of.add(b);
                if (beds.get(b).origin() == Bed.Origin.GIVEN) {
                    given.add(b);
                }
            }
        }
        if (of.isEmpty()) {
            return random.nextInt(beds.size());
        }
        List<Integer> drawn = !given.isEmpty() && random.nextDouble() < 0.6 ? given : of;
        return drawn.get(random.nextInt(drawn.size()));
    }

    private SceneTruth truth(Sound sound, int skip, int from, int to) {
        boolean[] sounding = new boolean[shape.frames()];
        boolean[] quiet = new boolean[shape.frames()];
        Arrays.fill(quiet, true);
        for (int t = Math.max(0, from - EDGE); t < Math.min(shape.frames(), to + EDGE); t++) {
            quiet[t] = false;
        }
        for (int t = from; t < to; t++) {
            for (int near = -PAUSE; near <= PAUSE && !sounding[t]; near++) {
                int at = t + skip + near;
                sounding[t] = at >= 0 && at < sound.frames() && sound.active()[at];
            }
        }
        return new SceneTruth(sounding, quiet);
    }

    private float[] half(Bed bed, int half) {
        int from = half * shape.frames() * shape.mels();
        return Arrays.copyOfRange(bed.logMel(), from, from + shape.values());
    }

    private Random draws() {
        return new Random(random.nextLong());
    }
}
