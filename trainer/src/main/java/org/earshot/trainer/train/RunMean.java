package org.earshot.trainer.train;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.data.clips.ClipDataset;
import org.earshot.trainer.net.block.BatchNorms;
import org.earshot.trainer.net.block.TorchEngine;
import org.earshot.trainer.net.tagger.Networks;
import org.earshot.trainer.net.tagger.TaggingNetwork;

/**
 * The mean of the results of runs that started from the same weights, which is often better than each of them (Wortsman
 * et al. 2022, section 3). Two things would spoil a plain mean. A batch norm hides the length of the filters before it,
 * so that the lengths of two runs drift apart and the longer filter would outweigh the other: {@link
 * BatchNorms#scale} brings them to the lengths of the first run. And the running statistics of a mean of weights are not the
 * mean of the statistics: they are taken anew from clips (Izmailov et al. 2018, section 3.2).
 */
public final class RunMean {
    /** Some forty minutes of sound. */
    private static final int CLIPS = 256;

    private static final int BATCH = 8;

    private RunMean() {}

    /**
     * @param runs at least one, with the same labels and the same network; auxiliary labels are left out
     * @param clips like those that the runs learnt from
     * @return the only run as it is; else the mean with the state of the first and {@code mean_of_clip_steps} of all in
     *     the record of its data, which cannot be continued
     * @throws ConfigurationException if labels, features or weights differ
     */
    public static Checkpoint of(List<Checkpoint> runs, ClipDataset clips) {
        RunState first = runs.get(0).state();
        if (runs.size() == 1) {
            return runs.get(0);
        }
        if (!clips.frontEnd().equals(first.frontEnd())) {
            throw new ConfigurationException("the clips have other features (" + clips.frontEnd() + ") than the runs ("
                    + first.frontEnd() + ")");
        }
        Recipe recipe = RecipeFile.parse(first.recipe());
        try (NDManager manager = TorchEngine.open(recipe.train().threads());
                TaggingNetwork network = Networks.create(
                        recipe.networkSettings(), first.ownLabels().size(), clips.mels(), 1, manager)) {
            mean(runs, network).forEach(network.weights()::write);
            int size = Math.min(BATCH, clips.size());
            int batches = Math.min(CLIPS, clips.size()) / size;
            BatchNorms.measure(network.weights(), batches, batch -> {
                try (NDManager scope = manager.newSubManager()) {
                    network.tags(MelClips.spread(clips, batch, batches, size).apply(scope), true);
                }
            });
            Map<String, float[]> weights = new LinkedHashMap<>();
            network.weights()
                    .all()
                    .forEach(w -> weights.put(w.name(), network.weights().read(w.name())));
            List<Long> clipSteps = runs.stream()
                    .map(run -> Math.round(run.state().clipSteps()))
                    .toList();
            return new Checkpoint(first.ofMean(clipSteps), weights, Map.of(), Map.of());
        }
    }

    private static Map<String, float[]> mean(List<Checkpoint> runs, TaggingNetwork network) {
        Map<String, float[]> first = own(runs.get(0), network);
        Map<String, float[]> mean = new LinkedHashMap<>();
        first.forEach((name, values) -> mean.put(name, new float[values.length]));
        for (Checkpoint run : runs) {
            Map<String, float[]> values = own(run, network);
            requireAlike(runs.get(0).state(), first, run.state(), values);
            BatchNorms.scale(values, first);
            mean.forEach((name, sum) -> {
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += values.get(name)[i] / runs.size();
                }
            });
        }
        return mean;
    }

    /** A copy of a run's result; rows of auxiliary labels, which come last, are left out. */
    private static Map<String, float[]> own(Checkpoint run, TaggingNetwork network) {
        int all = run.state().labels().size();
        int own = run.state().ownLabels().size();
        Map<String, float[]> copies = new LinkedHashMap<>();
        run.result().forEach((name, values) -> {
            boolean cut = network.weightsPerLabel().contains(name);
            copies.put(name, Arrays.copyOf(values, cut ? values.length / all * own : values.length));
        });
        return copies;
    }

    private static void requireAlike(
            RunState first, Map<String, float[]> expected, RunState state, Map<String, float[]> values) {
        // Dilation and pooling do not show in the sizes of the weights.
        boolean alike = RecipeFile.parse(state.recipe())
                        .networkSettings()
                        .computesAs(RecipeFile.parse(first.recipe()).networkSettings())
                && state.ownLabels().equals(first.ownLabels())
                && state.frontEnd().equals(first.frontEnd())
                && values.keySet().equals(expected.keySet())
                && values.entrySet().stream().allMatch(v -> v.getValue().length == expected.get(v.getKey()).length);
        if (!alike) {
            throw new ConfigurationException("the runs have other labels, other features or another network, so that"
                    + " they have no mean; give runs that started from the same weights");
        }
    }
}
