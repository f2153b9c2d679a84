package org.earshot.trainer.teach;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.earshot.core.model.Manifest;
import org.earshot.trainer.teach.head.Body;
import org.earshot.trainer.teach.head.FapHead;
import org.earshot.trainer.teach.head.FrameWeights;
import org.earshot.trainer.teach.head.HeadTensors;
import org.earshot.trainer.teach.head.LabelCurves;
import org.earshot.trainer.teach.head.SceneFeatures;
import org.earshot.trainer.teach.scene.Bed;
import org.earshot.trainer.teach.scene.Scene;

/**
 * What heads say of scenes that they have not learnt from, put together to clips: both halves of a background, or a scene
 * with a sound and a half of its background.
 *
 * <p>Immutable.
 */
final class HeldOut {
    private static final int MEASURED_AT_ONCE = 32;

    private final Manifest manifest;
    private final HeadTensors others;
    private final List<FapHead> heads;
    private final float[] steps;

    /**
     * @param others the labels that the model has
     * @param heads the one learnt from everything, then one for each fold
     */
    HeldOut(Manifest manifest, HeadTensors others, List<FapHead> heads, float[] steps) {
        this.manifest = manifest;
        this.others = others;
        this.heads = heads;
        this.steps = steps;
    }

    List<HeldOutClip> clips(List<Scene> scenes, List<SceneFeatures> features, List<Bed> beds) {
        LabelCurves[] curves = new LabelCurves[scenes.size()];
        IntStream.range(0, curves.length).parallel().forEach(i -> {
            FapHead head = heads.get(scenes.get(i).fold() + 1);
            curves[i] = curves(features.get(i), head);
        });
        LabelCurves[][] halves = new LabelCurves[beds.size()][2];
        for (int i = 0; i < curves.length; i++) {
            Scene scene = scenes.get(i);
            if (scene.part() == Scene.Part.BED) {
                halves[scene.bed()][scene.half()] = curves[i];
            }
        }
        List<HeldOutClip> clips = new ArrayList<>();
        for (int b = 0; b < beds.size(); b++) {
            if (beds.get(b).origin() != Bed.Origin.NOISE) {
                clips.add(background(halves[b][0].then(halves[b][1]), beds.get(b)));
            }
        }
        for (int i = 0; i < curves.length; i++) {
            Scene scene = scenes.get(i);
            if (scene.part() != Scene.Part.BED) {
                clips.add(withSound(scene, curves[i], halves[scene.bed()][1 - scene.half()], beds.get(scene.bed())));
            }
        }
        return clips;
    }

    /** Clips of background that nothing was learnt from, each run through the body and let go. */
    List<HeldOutClip> measured(Body body, Body.Features scale, List<Bed> beds, TeachProgress progress) {
        List<HeldOutClip> clips = new ArrayList<>();
        for (int from = 0; from < beds.size(); from += MEASURED_AT_ONCE) {
            List<Bed> some = beds.subList(from, Math.min(beds.size(), from + MEASURED_AT_ONCE));
            List<float[]> whole = some.stream().map(Bed::logMel).toList();
            List<SceneFeatures> features = body.run(whole, scale);
            for (int i = 0; i < some.size(); i++) {
                clips.add(background(curves(features.get(i), heads.get(0)), some.get(i)));
            }
            progress.share((double) clips.size() / beds.size());
        }
        return clips;
    }

    /** For each of the model's labels the share of the examples, at 10 dB and more, that it is said of. */
    Map<String, Double> takenByOthers(List<Scene> scenes, List<SceneFeatures> features) {
        List<FapHead> known =
                IntStream.range(0, others.labels()).mapToObj(others::head).toList();
        List<float[]> weights = IntStream.range(0, others.labels())
                .mapToObj(others::frameWeight)
                .toList();
        int[] said = new int[known.size()];
        int loud = 0;
        for (int i = 0; i < scenes.size(); i++) {
            Scene scene = scenes.get(i);
            if (scene.part() != Scene.Part.EXAMPLE || scene.snrDb() < 10) {
                continue;
            }
            loud++;
            List<LabelCurves> curves = LabelCurves.of(features.get(i), known, steps, weights);
            for (int k = 0; k < said.length; k++) {
                float tag = curves.get(k).tag(0, scene.truth().quiet().length);
                said[k] += tag > manifest.thresholds().get(k).gate() ? 1 : 0;
            }
        }
        Map<String, Double> shares = new LinkedHashMap<>();
        for (int k = 0; k < said.length && loud > 0; k++) {
            shares.put(manifest.labels().get(k), (double) said[k] / loud);
        }
        return shares;
    }

    private LabelCurves curves(SceneFeatures features, FapHead head) {
        float[] weights = others.frameWeight() == null
                ? null
                : FrameWeights.of(others.head(0).alpha(), others.frameWeight(0)).of(head.alpha());
        List<float[]> of = new ArrayList<>();
        of.add(weights);
        return LabelCurves.of(features, List.of(head), steps, of).get(0);
    }

    private HeldOutClip background(LabelCurves curves, Bed bed) {
        return new HeldOutClip(
                curves.scores(manifest),
                Scene.Part.BED,
                bed.kind(),
                bed.origin() == Bed.Origin.GIVEN,
                Double.NaN,
                -1,
                -1);
    }

    private HeldOutClip withSound(Scene scene, LabelCurves own, LabelCurves rest, Bed bed) {
        boolean first = scene.half() == 0;
        int shift = first ? 0 : rest.above().length;
        boolean labelled = scene.part() == Scene.Part.EXAMPLE;
        return new HeldOutClip(
                (first ? own.then(rest) : rest.then(own)).scores(manifest),
                scene.part(),
                scene.kind(),
                bed.origin() == Bed.Origin.GIVEN,
                scene.snrDb(),
                labelled ? scene.onset() + shift : -1,
                labelled ? scene.offset() + shift : -1);
    }
}
