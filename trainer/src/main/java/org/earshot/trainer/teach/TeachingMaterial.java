package org.earshot.trainer.teach;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.Manifest;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.teach.scene.Bed;
import org.earshot.trainer.teach.scene.Beds;
import org.earshot.trainer.teach.scene.Examples;
import org.earshot.trainer.teach.scene.Scene;
import org.earshot.trainer.teach.scene.SceneMaker;
import org.earshot.trainer.teach.scene.ShippedSounds;
import org.earshot.trainer.teach.scene.Sound;
import org.earshot.trainer.teach.scene.SoundReader;

/**
 * Everything that a label is learnt from: the examples, what it is to be told apart from, and the scenes made of both.
 *
 * @param examples of the label
 * @param givenSeconds length of the background that was given
 * @param leftOut shipped kinds that were left out
 * @param beds backgrounds of the scenes
 * @param measured further backgrounds that were given, to count alarms on
 * @param scenes to learn from
 * @param folds how many heads are to be held out
 */
record TeachingMaterial(
        Examples examples,
        double givenSeconds,
        Set<String> leftOut,
        List<Bed> beds,
        List<Bed> measured,
        List<Scene> scenes,
        int folds) {
    private static final int MOST_FOLDS = 5;
    private static final int EXAMPLE_SCENES = 200;
    private static final int SHIPPED_SOUNDS = 160;
    private static final int SCENES_OF_ANOTHER_SOUND = 4;
    private static final int MOST_OTHER_SCENES = 160;
    private static final int LEARNT_BEDS = 120;
    private static final int MEASURED_BEDS = 240;
    private static final int SHIPPED_BEDS = 60;
    private static final int NOISE_BEDS = 6;

    /** @throws org.earshot.core.model.DataException if the recordings are too few, unreadable or inaudible */
    static TeachingMaterial read(Teaching.Request request) {
        Manifest manifest = request.model().manifest();
        FrontEnd frontEnd = manifest.frontEnd();
        SceneMaker.Shape shape =
                new SceneMaker.Shape(frontEnd.clipFrames() / 2, manifest.receptiveFrames(), frontEnd.mels());
        double sceneSeconds = shape.frames() * frontEnd.frameSeconds();
        Examples examples = Examples.read(request.examples(), request.label(), frontEnd, sceneSeconds);
        Beds cutter = new Beds(frontEnd, shape.bedFrames());
        Beds.Given given = request.background() == null
                ? new Beds.Given(List.of(), 0)
                : cutter.given(request.background(), LEARNT_BEDS + MEASURED_BEDS);
        ShippedSounds shipped = ShippedSounds.read(frontEnd, request.label(), request.without(), shape.bedFrames());
        List<Bed> measured = new ArrayList<>();
        List<Bed> beds = new ArrayList<>(share(given.beds(), LEARNT_BEDS, measured));
        beds.addAll(share(shipped.beds(), SHIPPED_BEDS, new ArrayList<>()));
        beds.addAll(cutter.noise(NOISE_BEDS, request.seed()));
        int folds = Math.min(MOST_FOLDS, examples.groups());
        SceneMaker maker = new SceneMaker(shape, beds, folds, request.seed());
        maker.addBeds();
        maker.addSounds(examples.sounds(), EXAMPLE_SCENES, Scene.Part.EXAMPLE);
        if (!shipped.sounds().isEmpty()) {
            int count = Math.min(SHIPPED_SOUNDS, shipped.sounds().size());
            maker.addSounds(share(shipped.sounds(), count, new ArrayList<>()), count, Scene.Part.OTHER);
        }
        addOthers(request.not(), frontEnd, maker);
        return new TeachingMaterial(
                examples, given.seconds(), shipped.leftOut(), beds, measured, maker.scenes(), folds);
    }

    private static void addOthers(List<Recording> recordings, FrontEnd frontEnd, SceneMaker maker) {
        SoundReader reader = new SoundReader(frontEnd);
        List<Sound> others = new ArrayList<>();
        int group = 0;
        for (Recording recording : recordings) {
            others.addAll(reader.sounds(reader.take(recording), recording.name(), group++));
        }
        if (!others.isEmpty()) {
            maker.addSounds(others, Math.min(MOST_OTHER_SCENES, SCENES_OF_ANOTHER_SOUND * group), Scene.Part.OTHER);
        }
    }

    /** Some of a list, spread evenly over it; the others go to {@code rest}. */
    private static <T> List<T> share(List<T> all, int most, List<T> rest) {
        List<T> some = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            boolean taken = all.size() <= most || (long) i * most / all.size() != (long) (i + 1) * most / all.size();
            (taken ? some : rest).add(all.get(i));
        }
        return some;
    }
}
