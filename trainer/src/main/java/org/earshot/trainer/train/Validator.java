package org.earshot.trainer.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.earshot.trainer.data.clips.ClipDataset;
import org.earshot.trainer.eval.metric.TaggingMetrics;
import org.earshot.trainer.net.tagger.TaggingNetwork;

/**
 * Tagging mAP of a network on the first clips of a data set, whole clips.
 *
 * @param dataset clips outside the training data
 * @param clips maximum number of them to use
 */
record Validator(ClipDataset dataset, int clips) {
    private static final int BATCH = 4;

    double meanAveragePrecision(TaggingNetwork network, NDManager manager) {
        int count = Math.min(clips, dataset.size());
        int labels = dataset.labels().size();
        List<float[]> scores = new ArrayList<>();
        List<boolean[]> targets = new ArrayList<>();
        for (int from = 0; from < count; from += BATCH) {
            int size = Math.min(BATCH, count - from);
            float[] tags = score(network, manager, from, size);
            // Outputs of auxiliary labels come after those of the labels.
            int outputs = tags.length / size;
            for (int b = 0; b < size; b++) {
                scores.add(Arrays.copyOfRange(tags, b * outputs, b * outputs + labels));
                targets.add(truth(from + b));
            }
        }
        float[] thresholds = new float[labels];
        return TaggingMetrics.of(dataset.labels(), scores, targets)
                .report(thresholds)
                .macro()
                .averagePrecision();
    }

    private float[] score(TaggingNetwork network, NDManager manager, int from, int size) {
        int clip = dataset.frames() * dataset.mels();
        float[] logMel = new float[size * clip];
        for (int b = 0; b < size; b++) {
            dataset.copyFeatures(from + b, 0, dataset.frames(), logMel, b * clip);
        }
        try (NDManager scope = manager.newSubManager()) {
            NDArray sound = scope.create(logMel, new Shape(size, dataset.frames(), dataset.mels()));
            return network.tags(sound, false).toFloatArray();
        }
    }

    private boolean[] truth(int clip) {
        float[] tags = dataset.tags(clip);
        boolean[] truth = new boolean[tags.length];
        for (int k = 0; k < tags.length; k++) {
            truth[k] = tags[k] > 0;
        }
        return truth;
    }
}
