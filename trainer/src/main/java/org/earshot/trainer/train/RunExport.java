package org.earshot.trainer.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.earshot.core.files.WholeFile;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.eval.score.SegmentPooling;
import org.earshot.trainer.export.NetworkExport;
import org.earshot.trainer.export.OnnxModelWriter;
import org.earshot.trainer.export.ParityCheck;
import org.earshot.trainer.net.block.TorchEngine;
import org.earshot.trainer.net.tagger.Networks;
import org.earshot.trainer.net.tagger.TaggingNetwork;

/** Makes a model file from a checkpoint and compares it with the trained network. */
public final class RunExport {
    /** Runs of up to this many frames are not events, and gaps of up to this many are bridged (Kong et al. 2019). */
    private static final int SMOOTHING_FRAMES = 10;

    private static final int PARITY_CLIPS = 3;

    private RunExport() {}

    /**
     * Name of the model and how its activity is computed.
     *
     * @param name of the model
     * @param version of the model
     * @param activity the activity curve, if the pooling allows it
     */
    public record Naming(String name, String version, ActivityCurve activity) {}

    /**
     * Compares the model with the trained network, both on clips of noise in the range of the training data, and writes
     * its file if they agree.
     *
     * @return the largest differences
     * @throws org.earshot.core.model.ModelException if a difference exceeds {@link ParityCheck#TOLERANCE}
     */
    public static ParityCheck.Differences write(Checkpoint checkpoint, Naming naming, Path file) {
        RunState state = checkpoint.state();
        Recipe recipe = RecipeFile.parse(state.recipe());
        int mels = state.frontEnd().mels();
        try (NDManager manager = TorchEngine.open(recipe.train().threads());
                TaggingNetwork network = Networks.create(
                        recipe.networkSettings(), state.ownLabels().size(), mels, 1, manager)) {
            write(checkpoint, network);
            byte[] bytes = OnnxModelWriter.bytes(network.export(), manifest(state, recipe, network, naming));
            ParityCheck.Differences differences =
                    compare(network, manager, state, ModelFile.read(bytes, file.toString()));
            differences.require(ParityCheck.TOLERANCE);
            WholeFile.write(file, bytes);
            return differences;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Auxiliary labels come last; their rows are left out. */
    private static void write(Checkpoint checkpoint, TaggingNetwork network) {
        int all = checkpoint.state().labels().size();
        int own = checkpoint.state().ownLabels().size();
        checkpoint.result().forEach((name, values) -> {
            boolean cut = own < all && network.weightsPerLabel().contains(name);
            network.weights().write(name, cut ? Arrays.copyOf(values, values.length / all * own) : values);
        });
    }

    private static Manifest manifest(RunState state, Recipe recipe, TaggingNetwork network, Naming naming) {
        NetworkExport export = network.export();
        boolean windowed = export.streams() && naming.activity().isWindowed();
        return new Manifest(
                naming.name(),
                naming.version(),
                state.ownLabels(),
                state.frontEnd(),
                windowed ? naming.activity() : ActivityCurve.graph(),
                export.receptiveFrames(),
                network.poolingName(),
                export.streams(),
                Collections.nCopies(state.ownLabels().size(), Thresholds.PAPER),
                SMOOTHING_FRAMES,
                SMOOTHING_FRAMES,
                boxed(network.alpha()),
                training(state, recipe),
                List.of(),
                0);
    }

    private static Map<String, Object> training(RunState state, Recipe recipe) {
        Map<String, Object> record = new LinkedHashMap<>(state.data());
        record.put("network", recipe.network().name());
        record.put("channels", recipe.network().channels());
        record.put("training_seed", recipe.train().seed());
        record.put("steps", state.step());
        record.put("clip_steps", Math.round(state.clipSteps()));
        record.put("seconds", Math.round(state.seconds()));
        if (Double.isFinite(state.lastMap())) {
            record.put("validation_map", state.lastMap());
        }
        record.put("code_version", state.codeVersion());
        record.put("finished", state.finished());
        record.put("short_clips", recipe.train().phases().stream().anyMatch(p -> p.frames() > 0));
        if (recipe.network().pooling().equals("gwrp")) {
            record.put(SegmentPooling.RANK_RATIO, recipe.gwrp().r());
        }
        if (state.auxiliary() > 0) {
            record.put(
                    "auxiliary_labels",
                    state.labels()
                            .subList(state.ownLabels().size(), state.labels().size()));
        }
        record.put("recipe", state.recipe());
        return record;
    }

    private static ParityCheck.Differences compare(
            TaggingNetwork network, NDManager manager, RunState state, ModelFile file) {
        try (MaskNetwork exported = OnnxMaskNetwork.open(file, DeviceChoice.CPU, InferenceSettings.singleThreaded())) {
            return ParityCheck.compare(new Trained(network, manager), exported, noise(network, state));
        }
    }

    /** Noise with the mean and deviation of each band of the training data. */
    private static List<float[]> noise(TaggingNetwork network, RunState state) {
        float[] mean = network.normalisation().mean();
        float[] deviation = network.normalisation().deviation();
        Random random = new Random(1);
        List<float[]> clips = new ArrayList<>();
        for (int i = 0; i < PARITY_CLIPS; i++) {
            float[] clip = new float[state.frontEnd().clipFrames() * mean.length];
            for (int j = 0; j < clip.length; j++) {
                int f = j % mean.length;
                clip[j] = mean[f] + deviation[f] * (float) random.nextGaussian();
            }
            clips.add(clip);
        }
        return clips;
    }

    private static List<List<Float>> boxed(List<float[]> rows) {
        List<List<Float>> boxed = new ArrayList<>();
        for (float[] row : rows) {
            List<Float> values = new ArrayList<>();
            for (float value : row) {
                values.add(value);
            }
            boxed.add(values);
        }
        return boxed;
    }

    /** Adapts the trained network to the parity check. */
    private record Trained(TaggingNetwork network, NDManager manager) implements ParityCheck.Scorer {
        @Override
        public Scores score(float[] logMel, int frames) {
            try (NDManager scope = manager.newSubManager()) {
                TaggingNetwork.Outputs out = network.outputs(sound(scope, logMel, frames));
                int labels = Math.toIntExact(out.tags().getShape().get(1));
                return new Scores(
                        1,
                        frames,
                        labels,
                        out.tags().toFloatArray(),
                        out.activity().toFloatArray(),
                        null,
                        null);
            }
        }

        @Override
        public float[] masks(float[] logMel, int frames) {
            try (NDManager scope = manager.newSubManager()) {
                NDArray masks = network.outputs(sound(scope, logMel, frames)).masks();
                return masks == null ? null : masks.toFloatArray();
            }
        }

        private static NDArray sound(NDManager scope, float[] logMel, int frames) {
            return scope.create(logMel, new Shape(1, frames, logMel.length / frames));
        }
    }
}
