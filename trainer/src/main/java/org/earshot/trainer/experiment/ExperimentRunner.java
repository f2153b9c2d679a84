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
import java.util.Optional;
import java.util.function.Consumer;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.ConfigurationException;
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
 * Runs the rows of a plan one after the other: trains, exports, and measures the exported file with the detector's own
 * scoring and the paper's whole-clip decoder. Finished runs are not repeated, and a run that was stopped or killed
 * continues from its checkpoint.
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
     * Runs what is missing: the first seed of every row of every experiment before the second of any.
     *
     * @param onRun receives the result of each run that is done
     */
    public void run(Plan plan, StopRequest stop, Consumer<RunResult> onRun) {
        for (Plan.Row row : plan.rows()) {
            Cell cell = cell(row);
            if (find(cell).isEmpty()) {
                RunResult result = run(cell, stop);
                if (result == null) {
                    return;
                }
                results.add(result);
                onRun.accept(result);
            }
        }
    }

    /** The results of an experiment so far. */
    public List<RunResult> results(Experiment experiment, Plan plan) {
        return plan.rows(experiment).stream()
                // Two rows of different tables may be the same run.
                .flatMap(row -> find(cell(row)).stream().map(r -> r.of(row.variant())))
                .toList();
    }

    /** @return number of different runs, and how many of them are not done yet */
    public Progress progress(Plan plan) {
        Map<String, Cell> cells = new LinkedHashMap<>();
        plan.rows().stream().map(this::cell).forEach(cell -> cells.put(cell.key(), cell));
        int left = (int)
                cells.values().stream().filter(cell -> find(cell).isEmpty()).count();
        return new Progress(cells.size(), left);
    }

    private Optional<RunResult> find(Cell cell) {
        return results.find(result -> result.key().equals(cell.key()) || result.isOf(cell.measured(), cell.clips()));
    }

    /**
     * @param runs different runs of a plan
     * @param left those that are not done yet
     */
    public record Progress(int runs, int left) {}

    /**
     * One run and its measurement.
     *
     * @param row what it is for
     * @param key identifies it
     * @param measured the recipe it is measured with
     * @param trained the recipe it is trained with
     * @param folder of the training run
     */
    private record Cell(Plan.Row row, String key, Recipe measured, Recipe trained, Path folder) {
        /** The clips, and how the activity is read from the masks. */
        String clips() {
            return row.data().record() + ", fold " + row.data().fold() + ", window "
                    + row.variant().windowFrames();
        }
    }

    private Cell cell(Plan.Row row) {
        Map<String, String> changes = new LinkedHashMap<>(row.variant().recipe());
        changes.putAll(overrides);
        changes.put("train.seed", Long.toString(row.seed()));
        Recipe measured = RecipeFile.read(recipe, changes);
        if (measured.validate().patience() > 0) {
            throw new ConfigurationException(
                    "experiment: validate.patience would end a run by the clips that it is measured on; leave it at 0");
        }
        // Frame weighting does not affect training, so such variants share a run.
        changes.remove("fap.frameWeight");
        Recipe trained = RecipeFile.read(recipe, changes);
        return new Cell(
                row,
                key(RecipeFile.write(measured) + row.variant().windowFrames(), row.data()),
                measured,
                trained,
                folder.resolve("runs").resolve(key(RecipeFile.write(trained), row.data())));
    }

    /** @return null if it was stopped */
    private static RunResult run(Cell cell, StopRequest stop) {
        train(cell.trained(), cell.folder(), cell.row().data(), stop);
        Checkpoint checkpoint = Checkpoint.read(RunSetup.checkpoint(cell.folder()));
        return checkpoint.state().finished()
                ? measure(cell, checkpoint.withRecipe(RecipeFile.write(cell.measured())))
                : null;
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

    private static RunResult measure(Cell cell, Checkpoint checkpoint) {
        Variant variant = cell.row().variant();
        ExperimentData data = cell.row().data();
        Path file = cell.folder().resolve("model.onnx");
        ActivityCurve activity =
                variant.windowFrames() == 0 ? ActivityCurve.graph() : ActivityCurve.windowed(variant.windowFrames());
        // The table's comparison sign is not allowed in the name of a model.
        String name = variant.name().replace("<=", "\u2264");
        RunExport.write(checkpoint, new RunExport.Naming(name, "1", activity), file);
        try (MaskNetwork network =
                OnnxMaskNetwork.open(ModelFile.read(file), DeviceChoice.CPU, InferenceSettings.singleThreaded())) {
            Manifest manifest = network.manifest();
            Map<String, Double> measures = new RunMeasures(network, cell.row().protocol()).of(data);
            return new RunResult(
                    cell.key(),
                    variant.name(),
                    cell.row().seed(),
                    data.fold(),
                    checkpoint.learntValues(),
                    checkpoint.state().clipSteps(),
                    checkpoint.state().seconds(),
                    measures,
                    manifest.labels(),
                    alpha(manifest),
                    RecipeFile.write(cell.measured()),
                    cell.clips());
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
