package org.earshot.core.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model file declares: everything that the detector needs to run it.
 *
 * <p>Immutable. Arrays and tensors over labels follow the order of {@code labels}. In the file it is JSON:
 *
 * <pre>{@code
 * {"name": "yard", "version": "0.1.0", "labels": ["siren", "dog"], "front_end": {"preset": "wide-16k"},
 *  "activity": {"windowed": 15}, "receptive_frames": 12, "pooling": "fap", "streams": true,
 *  "thresholds": {"siren": {"gate": 0.1, "high": 0.2, "low": 0.1}, "dog": {"gate": 0.1, "high": 0.2, "low": 0.1}},
 *  "min_event_frames": 10, "max_gap_frames": 10}
 * }</pre>
 *
 * @param name short name, e.g. {@code earshot-light}
 * @param version version of the model
 * @param labels class names in the order of the network's outputs, each a {@link Naming#LABEL}
 * @param frontEnd how sound becomes the network's input
 * @param activity where the activity curve comes from
 * @param receptiveFrames frames of context R that a mask value depends on, on each side
 * @param pooling name of the pooling, e.g. {@code fap}
 * @param streams true if the pooling is a ratio of sums over frames, so that the file has the outputs {@code
 *     pool_numerator} and {@code pool_denominator}; otherwise the model runs on whole clips only
 * @param thresholds of each label, in the order of {@code labels}
 * @param minEventFrames L: runs of this many frames or fewer are dropped
 * @param maxGapFrames G: runs at most this many frames apart are joined
 * @param alpha learnt sharpness of the pooling, [label][mel], or empty where the pooling has none
 * @param training free-form record of how the model came to be: corpus hash, seed, steps, code version, metrics
 * @param operatingPoints named choices of thresholds to choose from; may be empty
 * @param gateFrames frames spanned by the tag that a gate is compared with; 0 for the whole clip
 */
public record Manifest(
        String name,
        String version,
        List<String> labels,
        FrontEnd frontEnd,
        ActivityCurve activity,
        int receptiveFrames,
        String pooling,
        boolean streams,
        List<Thresholds> thresholds,
        int minEventFrames,
        int maxGapFrames,
        List<List<Float>> alpha,
        Map<String, Object> training,
        List<OperatingPoint> operatingPoints,
        int gateFrames) {

    /** Key of the ONNX metadata entry that holds the manifest as JSON. */
    public static final String METADATA_KEY = "earshot.manifest";

    /** Key of the training record that names the number format of the convolutions. */
    public static final String PRECISION_KEY = "precision";

    /** The precision of a file that names none. */
    public static final String FP32 = "fp32";

    private static final int MAX_FRAMES = 10_000;

    public Manifest {
        requireName("name", name, Naming.NAME);
        requireName("version", version, Naming.NAME);
        if (labels == null || labels.isEmpty()) {
            throw new ModelException("manifest: labels are missing");
        }
        for (int k = 0; k < labels.size(); k++) {
            requireName("label " + k, labels.get(k), Naming.LABEL);
        }
        require(labels.stream().distinct().count() == labels.size(), "a label stands twice");
        require(frontEnd != null, "frontEnd is missing");
        require(activity != null, "activity is missing");
        require(
                receptiveFrames >= 0 && receptiveFrames <= MAX_FRAMES,
                "receptiveFrames must lie in 0..10000, is " + receptiveFrames);
        requireName("pooling", pooling, Naming.NAME);
        require(
                thresholds != null && thresholds.size() == labels.size(),
                "thresholds must be given for each of the " + labels.size() + " labels");
        require(
                minEventFrames >= 0 && minEventFrames <= MAX_FRAMES,
                "minEventFrames must lie in 0..10000, is " + minEventFrames);
        require(
                maxGapFrames >= 0 && maxGapFrames <= MAX_FRAMES,
                "maxGapFrames must lie in 0..10000, is " + maxGapFrames);
        require(streams || !activity.isWindowed(), "a windowed activity needs a pooling that is a ratio of sums");
        int clipFrames = frontEnd.clipFrames();
        require(
                activity.windowFrames() <= clipFrames,
                "the activity's window has " + activity.windowFrames() + " frames, more than the clip's " + clipFrames
                        + "; export the model with a shorter one");
        labels = List.copyOf(labels);
        thresholds = List.copyOf(thresholds);
        alpha = alpha == null ? List.of() : alpha.stream().map(List::copyOf).toList();
        // In its order, so that the same training gives the same bytes.
        training = training == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(training));
        operatingPoints = operatingPoints == null ? List.of() : List.copyOf(operatingPoints);
        require(gateFrames >= 0 && gateFrames <= MAX_FRAMES, "gateFrames must lie in 0..10000, is " + gateFrames);
        int classes = labels.size();
        require(
                operatingPoints.stream().allMatch(point -> point.labels().size() == classes),
                "operating_points must name each of the " + classes + " labels");
    }

    /** Number of labels K. */
    public int classes() {
        return labels.size();
    }

    /** Number format of the convolutions: {@code fp32}, {@code fp16} or {@code int8}. */
    public String precision() {
        return String.valueOf(training.getOrDefault(PRECISION_KEY, FP32));
    }

    /** The same model with another training record. */
    public Manifest withTraining(Map<String, Object> record) {
        return changed(thresholds, record, operatingPoints, gateFrames);
    }

    /** The same model with other thresholds, in the order of {@code labels}. */
    public Manifest withThresholds(List<Thresholds> others) {
        return changed(others, training, operatingPoints, gateFrames);
    }

    /** The same model with these operating points to choose from. */
    public Manifest withOperatingPoints(List<OperatingPoint> points) {
        return changed(thresholds, training, points, gateFrames);
    }

    /** The same model with its gate compared with the tag of that many frames; 0 for the clip. */
    public Manifest withGateFrames(int frames) {
        return changed(thresholds, training, operatingPoints, frames);
    }

    private Manifest changed(
            List<Thresholds> chosen, Map<String, Object> record, List<OperatingPoint> points, int gate) {
        return new Manifest(
                name,
                version,
                labels,
                frontEnd,
                activity,
                receptiveFrames,
                pooling,
                streams,
                chosen,
                minEventFrames,
                maxGapFrames,
                alpha,
                record,
                points,
                gate);
    }

    /** Names travel from here into events, logs, pages, file names and mail. */
    private static void requireName(String what, String name, Naming kind) {
        kind.fault(name).ifPresent(fault -> {
            throw new ModelException("manifest: " + what + " " + fault);
        });
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ModelException("manifest: " + otherwise);
        }
    }
}
