package org.earshot.trainer.separation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Measures of separation per label, for the labels that occur in the clips.
 *
 * @param labels by name, in the order of the model
 */
public record SeparationReport(Map<String, LabelScores> labels) {
    /**
     * Measures of one label; means over the clips that have it.
     *
     * @param clips number of clips that have the label
     * @param sdr of the separated waveform, dB
     * @param siSdr of the separated waveform, dB
     * @param mixtureSdr of the unprocessed mixture, dB: the result of doing nothing
     * @param idealSdr with the ideal ratio mask, dB: about the best that a mask on this front end can do
     * @param maskF1 of mask &gt; 0.1 against the ideal binary mask, over all bins of all clips
     * @param maskAuc of the mask against the ideal binary mask
     * @param maskAp of the mask against the ideal binary mask
     */
    public record LabelScores(
            int clips,
            double sdr,
            double siSdr,
            double mixtureSdr,
            double idealSdr,
            double maskF1,
            double maskAuc,
            double maskAp) {}

    /** Mean over the labels, or NaN if there is none. */
    public double macro(ToDoubleFunction<LabelScores> measure) {
        return labels.values().stream().mapToDouble(measure).average().orElse(Double.NaN);
    }

    /** {macro: {...}, labels: {label: {...}}}, measures that are not finite as null. */
    public Map<String, Object> json() {
        Map<String, ToDoubleFunction<LabelScores>> measures = new LinkedHashMap<>();
        measures.put("sdr_db", LabelScores::sdr);
        measures.put("si_sdr_db", LabelScores::siSdr);
        measures.put("mixture_sdr_db", LabelScores::mixtureSdr);
        measures.put("ideal_ratio_sdr_db", LabelScores::idealSdr);
        measures.put("mask_f1", LabelScores::maskF1);
        measures.put("mask_auc", LabelScores::maskAuc);
        measures.put("mask_ap", LabelScores::maskAp);
        Map<String, Object> macro = new LinkedHashMap<>();
        measures.forEach((name, measure) -> macro.put(name, finite(macro(measure))));
        Map<String, Object> each = new LinkedHashMap<>();
        labels.forEach((label, scores) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("clips", scores.clips());
            measures.forEach((name, measure) -> entry.put(name, finite(measure.applyAsDouble(scores))));
            each.put(label, entry);
        });
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("macro", macro);
        json.put("labels", each);
        return json;
    }

    private static Object finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
