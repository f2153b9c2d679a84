package org.earshot.trainer.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.earshot.core.files.FileNames;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.ShippedModels;
import org.earshot.trainer.data.clips.ClipDataset;
import org.earshot.trainer.export.NetworkWeights;
import org.earshot.trainer.export.OnnxModelReader;
import org.earshot.trainer.net.block.Weight;
import org.earshot.trainer.net.tagger.TaggingNetwork;

/**
 * What a new run takes over from an earlier one: weights and z-score, but neither the optimiser's moments nor the
 * progress in the schedule. Labels may differ: those of the same name keep their weights, the others start with fresh
 * ones.
 *
 * <p>Immutable by convention.
 */
public final class StartingPoint {
    private static final String MODEL_SUFFIX = ".onnx";

    private final String name;
    private final List<String> labels;
    private final FrontEnd frontEnd;
    private final String recipe;
    private final Map<String, Object> record;
    private final Values values;

    /** The values, by the names of the network's weights. */
    @FunctionalInterface
    private interface Values {
        Map<String, float[]> of(TaggingNetwork network, ClipDataset clips);
    }

    private StartingPoint(
            String name,
            List<String> labels,
            FrontEnd frontEnd,
            String recipe,
            Map<String, Object> record,
            Values values) {
        this.name = name;
        this.labels = labels;
        this.frontEnd = frontEnd;
        this.recipe = recipe;
        this.record = record;
        this.values = values;
    }

    /**
     * Reads a starting point.
     *
     * @param nameOrFile name of a shipped model, a float32 model file written by this program ({@code .onnx}), a
     *     checkpoint, or the folder of a run
     * @throws org.earshot.core.model.DataException if it is not a checkpoint
     * @throws org.earshot.core.model.ModelException if it is not such a model
     */
    public static StartingPoint read(String nameOrFile) {
        if (ShippedModels.NAMES.contains(nameOrFile) || nameOrFile.endsWith(MODEL_SUFFIX)) {
            return model(nameOrFile, ShippedModels.open(nameOrFile));
        }
        Path path = Path.of(nameOrFile);
        Checkpoint checkpoint = Checkpoint.read(Files.isDirectory(path) ? RunSetup.checkpoint(path) : path);
        RunState state = checkpoint.state();
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("clip_steps", Math.round(state.clipSteps()));
        record.put("labels", state.labels());
        record.put("data", state.data());
        return new StartingPoint(
                nameOrFile,
                state.labels(),
                state.frontEnd(),
                state.recipe(),
                record,
                (network, clips) -> checkpoint.result());
    }

    private static StartingPoint model(String nameOrFile, ModelFile file) {
        NetworkWeights learnt = OnnxModelReader.read(file);
        Manifest manifest = file.manifest();
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("model", manifest.name() + " " + manifest.version());
        record.put("labels", manifest.labels());
        for (String key : List.of("clip_steps", "data_set", "corpus_sha256", DataRecord.BEGAN_FROM)) {
            if (manifest.training().containsKey(key)) {
                record.put(key, manifest.training().get(key));
            }
        }
        return new StartingPoint(
                nameOrFile,
                manifest.labels(),
                manifest.frontEnd(),
                Objects.toString(manifest.training().get("recipe"), ""),
                record,
                (network, clips) -> network.trainable(learnt, MelClips.spread(clips)));
    }

    /** The name or path as given. */
    String name() {
        return name;
    }

    List<String> labels() {
        return labels;
    }

    /** The recipe of its network, as YAML; empty if not known. */
    public String recipe() {
        return recipe;
    }

    /** One line that says which labels keep their weights and which start with fresh ones. */
    public String greeting(List<String> wanted) {
        List<String> kept = wanted.stream().filter(labels::contains).toList();
        List<String> fresh =
                wanted.stream().filter(label -> !labels.contains(label)).toList();
        String others =
                fresh.isEmpty() ? "" : "; " + fresh.size() + " start with fresh ones: " + String.join(", ", fresh);
        return "starting from " + name + ": " + kept.size() + " of its " + labels.size() + " labels keep their"
                + " weights" + others;
    }

    /** The front end of the features it was trained on. */
    public FrontEnd frontEnd() {
        return frontEnd;
    }

    /** Description for the record of the new run: file name, length of the training and training data. */
    public Map<String, Object> record() {
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("file", FileNames.nameOf(Path.of(name)));
        whole.putAll(record);
        return whole;
    }

    /**
     * Overwrites the network's weights.
     *
     * @param option that named this one, for messages
     * @param wanted labels of the network
     * @throws ConfigurationException if they do not fit the network or the clips
     */
    void layInto(String option, TaggingNetwork network, ClipDataset clips, List<String> wanted) {
        String named = option + " " + name;
        if (!frontEnd.equals(clips.frontEnd())) {
            throw new ConfigurationException(named + ": was trained on other features (" + frontEnd
                    + ") than those of these clips (" + clips.frontEnd() + ")");
        }
        Set<String> perLabel = network.weightsPerLabel();
        if (!wanted.equals(labels) && perLabel.isEmpty()) {
            throw new ConfigurationException(named + ": its labels " + labels
                    + " differ from those of the data; only ddc and vgg can change labels");
        }
        Map<String, float[]> learnt = learnt(named, network, clips);
        for (Weight weight : network.weights().all()) {
            boolean hasRows = perLabel.contains(weight.name());
            float[] values = learnt.getOrDefault(weight.name(), new float[0]);
            long expected = hasRows ? weight.size() / wanted.size() * labels.size() : weight.size();
            if (values.length != expected) {
                throw differs(named, weight.name() + " has " + values.length + " values instead of " + expected);
            }
            float[] laid = hasRows ? matched(network.weights().read(weight.name()), values, wanted) : values;
            network.weights().write(weight.name(), laid);
        }
    }

    private Map<String, float[]> learnt(String named, TaggingNetwork network, ClipDataset clips) {
        try {
            return values.of(network, clips);
        } catch (IllegalArgumentException e) {
            throw differs(named, e.getMessage());
        }
    }

    /** Replaces the rows of the labels that both have, in the order of the new labels. */
    private float[] matched(float[] fresh, float[] learnt, List<String> wanted) {
        int row = fresh.length / wanted.size();
        for (int k = 0; k < wanted.size(); k++) {
            int before = labels.indexOf(wanted.get(k));
            if (before >= 0) {
                System.arraycopy(learnt, before * row, fresh, k * row, row);
            }
        }
        return fresh;
    }

    private static ConfigurationException differs(String named, String how) {
        return new ConfigurationException(named + ": is not the network of the recipe: " + how);
    }
}
