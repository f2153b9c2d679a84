package org.earshot.trainer.data.mix;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.earshot.core.model.ConfigurationException;

/**
 * Conditions that make field-style mixtures harder and more varied than the recordings: rooms, distance, microphones,
 * codecs and synthetic sounds. Shares lie in 0..1.
 *
 * @param bySource whether recordings are drawn by source instead of by file
 * @param weights for each source data set, how often its sources are drawn relative to others
 * @param repeatShare share of the single short sounds (under 0.4 s, such as a key stroke or a step) that are repeated
 *     in a rhythm
 * @param pitchShare share of the sounds whose pitch is changed independently of their speed, by up to the speed spread
 * @param roomShare share of the clips that are placed in a room
 * @param distanceShare share of the sounds that are far away: quieter, with less treble, some behind a wall
 * @param responseShare share of the clips recorded by a microphone whose response is not flat
 * @param codecShare share of the clips that pass through a codec
 * @param clippingShare share of the clips whose peaks are clipped
 * @param syntheticShare share of the draws of a label that are synthetic, at most a third
 * @param alteredShare share of the distractors and backgrounds that are made another sound
 */
public record FieldConditions(
        boolean bySource,
        Map<String, Double> weights,
        double repeatShare,
        double pitchShare,
        double roomShare,
        double distanceShare,
        double responseShare,
        double codecShare,
        double clippingShare,
        double syntheticShare,
        double alteredShare) {
    private static final double MAX_SYNTHETIC = 1.0 / 3;
    private static final String WEIGHT = "mix.weight.";

    /** Recordings as they are, occasionally clipped: for validation and test mixtures. */
    public static final FieldConditions PLAIN = new FieldConditions(false, Map.of(), 0, 0, 0, 0, 0, 0, 0.05, 0, 0);

    /** For training mixtures. */
    public static final FieldConditions WIDE =
            new FieldConditions(true, Map.of(), 0.85, 0.3, 0.5, 0.35, 0.6, 0.25, 0.1, 0.25, 0);

    public FieldConditions {
        // Sorted, because the order shows in the description of a data set.
        weights = Collections.unmodifiableMap(new TreeMap<>(weights));
        for (double share : new double[] {
            repeatShare, pitchShare, roomShare, distanceShare, responseShare, codecShare, clippingShare, alteredShare
        }) {
            if (!(share >= 0 && share <= 1)) {
                throw new ConfigurationException("--set: shares must lie in 0..1, one is " + share);
            }
        }
        if (!(syntheticShare >= 0 && syntheticShare <= MAX_SYNTHETIC)) {
            throw new ConfigurationException(
                    "--set mix.synthetic.share: must lie in 0..0.333, so that most sounds of a label are real, is "
                            + syntheticShare);
        }
    }

    /**
     * A copy with some conditions changed.
     *
     * @param settings by key: {@code mix.draw=source|file}, {@code mix.weight.DATASET} and {@code mix.WHAT.share}
     * @throws ConfigurationException if a key is unknown or a value is invalid
     */
    public FieldConditions with(Map<String, String> settings) {
        Map<String, Double> shares = new LinkedHashMap<>(shares());
        Map<String, Double> changed = new TreeMap<>(weights);
        boolean source = bySource;
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            String key = setting.getKey();
            String value = setting.getValue();
            if (key.equals("mix.draw")) {
                source = switch (value) {
                    case "source" -> true;
                    case "file" -> false;
                    default ->
                        throw new ConfigurationException(
                                "--set mix.draw: must be source or file, is \"" + value + "\"");
                };
            } else if (key.startsWith(WEIGHT) && key.length() > WEIGHT.length()) {
                double weight = number(key, value);
                if (!(weight >= 0 && weight <= 100)) {
                    throw new ConfigurationException("--set " + key + ": must lie in 0..100, is " + value);
                }
                changed.put(key.substring(WEIGHT.length()), weight);
            } else if (shares.containsKey(key)) {
                shares.put(key, number(key, value));
            } else {
                throw new ConfigurationException("--set " + key + ": unknown for field-style mixtures; known keys are"
                        + " mix.draw, mix.weight.DATASET, mix.speed.spread, " + String.join(", ", shares.keySet()));
            }
        }
        if (!source && !changed.isEmpty()) {
            throw new ConfigurationException(
                    "--set " + WEIGHT + changed.keySet().iterator().next()
                            + ": weighs sources, but these mixtures draw by file; give --set mix.draw=source too");
        }
        return new FieldConditions(
                source,
                changed,
                shares.get("mix.repeat.share"),
                shares.get("mix.pitch.share"),
                shares.get("mix.room.share"),
                shares.get("mix.distance.share"),
                shares.get("mix.response.share"),
                shares.get("mix.codec.share"),
                shares.get("mix.clipping.share"),
                shares.get("mix.synthetic.share"),
                shares.get("mix.altered.share"));
    }

    /** The shares by their keys. */
    public Map<String, Double> shares() {
        Map<String, Double> shares = new LinkedHashMap<>();
        shares.put("mix.repeat.share", repeatShare);
        shares.put("mix.pitch.share", pitchShare);
        shares.put("mix.room.share", roomShare);
        shares.put("mix.distance.share", distanceShare);
        shares.put("mix.response.share", responseShare);
        shares.put("mix.codec.share", codecShare);
        shares.put("mix.clipping.share", clippingShare);
        shares.put("mix.synthetic.share", syntheticShare);
        shares.put("mix.altered.share", alteredShare);
        return shares;
    }

    static double number(String key, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new ConfigurationException("--set " + key + ": \"" + value + "\" is not a number", e);
        }
    }
}
