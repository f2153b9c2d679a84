package org.earshot.trainer.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelFile;
import org.earshot.trainer.train.Checkpoint;
import org.earshot.trainer.train.Recipe;
import org.earshot.trainer.train.RecipeFile;
import org.earshot.trainer.train.RunExport;
import org.earshot.trainer.train.RunSetup;
import org.earshot.trainer.train.StopRequest;
import org.earshot.trainer.train.TrainingRun;

/**
 * Runs the variants of an experiment one after the other, each seed and fold: trains, exports, and measures the
 * exported file with the detector's own scoring and the paper's whole-clip decoder. Finished runs are not repeated, and
 * a run that was stopped continues from its checkpoint.
 *
 * <p>Used by one thread.
 */
public final class ExperimentRunner {
    private final Path folder;
    private final String recipe;
    private final Map<String, String> overrides;
    private final ResultFile results;

    /**
     * @param folder where runs and results are kept
     * @param recipe name or file of the recipe that the variants change
     * @param overrides further changes for all variants
     */
    public ExperimentRunner(Path folder, String recipe, Map<String, String> overrides) {
        this.folder = folder;
        this.recipe = recipe;
        this.overrides = Map.copyOf(overrides);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.results = new ResultFile(folder.resolve("runs.jsonl"));
    }

    /**
     * Runs what is missing.
     *
     * @param onLine receives lines on progress
     * @return the results so far if a stop was requested, otherwise all
     */
    public List<RunResult> run(
            Experiment experiment,
            List<Long> seeds,
            List<ExperimentData> folds,
            StopRequest stop,
            Consumer<String> onLine) {
        List<RunResult> done = new ArrayList<>();
        int total = experiment.variants().size() * seeds.size() * folds.size();
        int number = 0;
        for (long seed : seeds) {
            for (ExperimentData data : folds) {
                for (Variant variant : experiment.variants()) {
                    number++;
                    RunResult result = run(variant, experiment.protocol(), seed, data, stop);
                    if (result == null) {
                        return done;
                    }
                    done.add(result);
                    onLine.accept(String.format(
                            java.util.Locale.ROOT,
                            "%d of %d: %s, seed %d, fold %d: tagging mAP %.3f",
                            number,
                            total,
                            variant.name(),
                            seed,
                            data.fold(),
                            result.measures().get("tagging.map")));
                }
            }
        }
        return done;
    }

    /** @return null if it was stopped */
    private RunResult run(Variant variant, Protocol protocol, long seed, ExperimentData data, StopRequest stop) {
        Map<String, String> changes = new LinkedHashMap<>(variant.recipe());
        changes.putAll(overrides);
        changes.put("train.seed", Long.toString(seed));
        Recipe asked = RecipeFile.read(recipe, changes);
        // Frame weighting does not affect training, so such variants share a run.
        changes.remove("fap.frameWeight");
        String trained = key(RecipeFile.write(RecipeFile.read(recipe, changes)), data);
        String key = key(RecipeFile.write(asked) + variant.windowFrames(), data);
        var known = results.find(key);
        if (known.isPresent()) {
            // Two rows of different tables may be the same run.
            return known.get().of(variant);
        }
        Path run = folder.resolve("runs").resolve(trained);
        train(RecipeFile.read(recipe, changes), run, data, stop);
        Checkpoint checkpoint = Checkpoint.read(RunSetup.checkpoint(run));
        if (!checkpoint.state().finished()) {
            return null;
        }
        RunResult result =
                measure(key, variant, protocol, seed, data, checkpoint.withRecipe(RecipeFile.write(asked)), run);
        results.add(result);
        return result;
    }

    private static void train(Recipe recipe, Path run, ExperimentData data, StopRequest stop) {
        try {
            Files.createDirectories(run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RunSetup setup =
                new RunSetup(run, recipe, data.training(), data.test(), data.record(), Double.POSITIVE_INFINITY);
        Path checkpoint = RunSetup.checkpoint(run);
        try (TrainingRun training = Files.exists(checkpoint)
                ? TrainingRun.resume(setup, Checkpoint.read(checkpoint))
                : TrainingRun.start(setup)) {
            training.train(stop, row -> {});
        }
    }

    private static RunResult measure(
            String key,
            Variant variant,
            Protocol protocol,
            long seed,
            ExperimentData data,
            Checkpoint checkpoint,
            Path run) {
        Path file = run.resolve("model.onnx");
        ActivityCurve activity =
                variant.windowFrames() == 0 ? ActivityCurve.graph() : ActivityCurve.windowed(variant.windowFrames());
        // The table's comparison sign is not allowed in the name of a model.
        String name = variant.name().replace("<=", "\u2264");
        RunExport.write(checkpoint, new RunExport.Naming(name, "1", activity), file);
        try (MaskNetwork network =
                OnnxMaskNetwork.open(ModelFile.read(file), DeviceChoice.CPU, InferenceSettings.singleThreaded())) {
            Manifest manifest = network.manifest();
            Map<String, Double> measures = new RunMeasures(network, protocol).of(data);
            return new RunResult(
                    key,
                    variant.name(),
                    seed,
                    data.fold(),
                    checkpoint.learntValues(),
                    checkpoint.state().clipSteps(),
                    checkpoint.state().seconds(),
                    measures,
                    manifest.labels(),
                    alpha(manifest));
        }
    }

    private static List<float[]> alpha(Manifest manifest) {
        List<float[]> rows = new ArrayList<>();
        for (List<Float> row : manifest.alpha()) {
            float[] values = new float[row.size()];
            for (int f = 0; f < values.length; f++) {
                values[f] = row.get(f);
            }
            rows.add(values);
        }
        return rows;
    }

    private static String key(String recipe, ExperimentData data) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(recipe.getBytes(StandardCharsets.UTF_8));
            digest.update(data.record().toString().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) data.fold());
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
