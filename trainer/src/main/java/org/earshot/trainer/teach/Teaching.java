package org.earshot.trainer.teach;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.earshot.core.model.DataException;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelException;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.Naming;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.teach.head.Body;
import org.earshot.trainer.teach.head.FapHead;
import org.earshot.trainer.teach.head.FapLoss;
import org.earshot.trainer.teach.head.HeadLearner;
import org.earshot.trainer.teach.head.HeadLearner.LearningScene;
import org.earshot.trainer.teach.head.HeadTensors;
import org.earshot.trainer.teach.scene.Scene;

/**
 * Teaches a label to a model from recordings: scenes are put together, the body runs over each of them once, heads are
 * learnt from all recordings and without each fold of them, and the thresholds are chosen on what each head says of the
 * recordings and backgrounds that it has not learnt from.
 *
 * <p>Every step depends on the files and the seed alone. For one thread.
 */
public final class Teaching {
    private final Request request;
    private final TeachProgress progress;
    private final Manifest manifest;

    /**
     * What is asked for.
     *
     * @param model that the label is taught to
     * @param label its name; a label that the model has is retrained, one that it was taught is learnt afresh
     * @param examples recordings of the sound
     * @param not recordings of sounds that are not it
     * @param background folder of recordings of the place without it; null for none
     * @param without kinds of shipped sounds to leave out
     * @param alarmsPerHour false alarms an hour that the label's own thresholds are chosen for
     * @param seed of everything that is drawn
     */
    public record Request(
            ModelFile model,
            String label,
            List<Recording> examples,
            List<Recording> not,
            Path background,
            Set<String> without,
            double alarmsPerHour,
            long seed) {}

    private Teaching(Request request, TeachProgress progress) {
        this.request = request;
        this.progress = progress;
        this.manifest = request.model().manifest();
    }

    /**
     * @throws DataException if the recordings are too few, unreadable or inaudible
     * @throws ModelException if no label can be taught to the model
     */
    public static Taught teach(Request request, TeachProgress progress) {
        check(request);
        return new Teaching(request, progress).run();
    }

    private static void check(Request request) {
        Manifest manifest = request.model().manifest();
        Naming.LABEL.fault(request.label()).ifPresent(fault -> {
            throw new DataException("--label: " + fault);
        });
        if (!manifest.precision().equals(Manifest.FP32)) {
            throw new ModelException("model " + manifest.name() + " is " + manifest.precision()
                    + "; labels are taught to the float32 file that it was made from");
        }
        if (!manifest.pooling().equals("fap") || !manifest.streams()) {
            throw new ModelException("model " + manifest.name() + " pools by " + manifest.pooling()
                    + "; a label can be taught to a model that pools by fap");
        }
    }

    /**
     * Where all heads begin: at what the model has learnt of the label, unless it was taught it. Then it may have learnt
     * from the very recordings that are held out now.
     */
    static FapHead start(Manifest manifest, String label, HeadTensors tensors, int channels) {
        int known = manifest.labels().indexOf(label);
        boolean taught = manifest.training().get("taught") instanceof Map<?, ?> labels && labels.containsKey(label);
        return known < 0 || taught ? FapHead.fresh(channels, tensors.mels()) : tensors.head(known);
    }

    private Taught run() {
        progress.step("reading");
        TeachingMaterial material = TeachingMaterial.read(request);
        try (Body body = Body.open(request.model())) {
            progress.step("running the body over " + material.scenes().size() + " scenes");
            Body.Features features =
                    body.run(material.scenes().stream().map(Scene::logMel).toList(), progress::share);
            return learn(material, body, features, HeadLearner.Settings.usual(request.seed()));
        }
    }

    private Taught learn(TeachingMaterial material, Body body, Body.Features features, HeadLearner.Settings settings) {
        progress.step("learning " + (material.folds() + 1) + " heads");
        HeadTensors tensors = HeadTensors.of(request.model());
        FapHead start = start(manifest, request.label(), tensors, body.channels());
        List<Scene> scenes = material.scenes();
        List<LearningScene> learning = new ArrayList<>();
        for (int i = 0; i < scenes.size(); i++) {
            learning.add(new LearningScene(
                    features.scenes().get(i),
                    scenes.get(i).truth(),
                    scenes.get(i).fold()));
        }
        FapLoss loss = new FapLoss(manifest.activity(), settings.terms());
        List<FapHead> heads = new HeadLearner(settings, features.steps(), features.sizes(), loss, learning)
                .learn(start, material.folds(), progress::share);
        progress.step("scoring what was held out");
        HeldOut heldOut = new HeldOut(manifest, tensors, heads, features.steps());
        List<HeldOutClip> clips = new ArrayList<>(heldOut.clips(scenes, features.scenes(), material.beds()));
        clips.addAll(heldOut.measured(body, features, material.measured(), progress));
        return new Taught(
                request,
                heads.get(0),
                new ThresholdChoice(manifest, clips, material.givenSeconds()),
                material.examples(),
                material.givenSeconds(),
                material.leftOut(),
                clips,
                heldOut.takenByOthers(scenes, features.scenes()));
    }
}
