package org.earshot.trainer.export.precision;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.earshot.core.model.Manifest;
import org.earshot.trainer.export.NetworkExport;
import org.earshot.trainer.export.NetworkWeights;

/** Number formats in which a mask network can be written. */
public enum Precision {
    /** Float32 throughout. */
    FP32,
    /** Convolutions in float16, for CUDA. */
    FP16,
    /** Convolutions in eight bits except the first and the head, for CPUs. */
    INT8;

    /**
     * The same network in this format.
     *
     * @param calibration training clips, each [frames][mels] of raw log-mel, from which the ranges of {@link #INT8} are
     *     chosen
     */
    public NetworkExport of(NetworkWeights weights, List<float[]> calibration) {
        return switch (this) {
            case FP32 -> weights;
            case FP16 -> new ReducedNetwork(weights, new HalfLayers());
            case INT8 -> new ReducedNetwork(weights, new Int8Layers(Calibration.of(weights, calibration)));
        };
    }

    /** The manifest of the same model in this format. */
    public Manifest of(Manifest manifest) {
        Map<String, Object> record = new TreeMap<>(manifest.training());
        record.put(Manifest.PRECISION_KEY, name().toLowerCase(Locale.ROOT));
        return manifest.withTraining(record);
    }
}
