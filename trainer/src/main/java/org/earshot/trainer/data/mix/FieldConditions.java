package org.earshot.trainer.data.mix;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.earshot.core.model.ConfigurationException;

/**
 * What makes field-style mixtures harder and wider than their recordings are: rooms, distance, microphones, codecs and
 * synthetic sounds. Shares lie in 0..1.
 *
 * @param bySource whether recordings are drawn by source instead of by file
 * @param weights by source data set, how often its sources are drawn in comparison with others
 * @param repeatShare share of the single short sounds (under 0.4 s: a key, a step) that are repeated in a rhythm
 * @param pitchShare share of the sounds whose pitch is changed by up to the speed spread, apart from their speed
 * @param roomShare share of the clips that are heard in a room
 * @param distanceShare share of the sounds that are heard from afar: quieter, with less treble, some behind a wall
 * @param responseShare share of the clips heard by a microphone whose response is not flat
 * @param codecShare share of the clips that went through a codec
 * @param clippingShare share of the clips whose peaks are clipped
 * @param syntheticShare share of the draws of a label that are synthetic, at most a third
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
        double syntheticShare) {
    private static final double MOST_SYNTHETIC = 1.0 / 3;
    private static final String WEIGHT = "mix.weight.";

    /** Recordings as they are, now and then clipped: what validation and test mixtures are made with. */
    public static final FieldConditions PLAIN = new FieldConditions(false, Map.of(), 0, 0, 0, 0, 0, 0, 0.05, 0);

    /** What mixtures to learn from are made with. */
    public static final FieldConditions WIDE =
            new FieldConditions(true, Map.of(), 0.85, 0.3, 0.5, 0.35, 0.6, 0.25, 0.1, 0.25);

    public FieldConditions {
        // Sorted, as the order is seen in what is written about a data set.
        weights = Collections.unmodifiableMap(new TreeMap<>(weights));
        for (double share : new double[] {
            repeatShare, pitchShare, roomShare, distanceShare, responseShare, codecShare, clippingShare
        }) {
            if (!(share >= 0 && share <= 1)) {
                throw new ConfigurationException("--set: a share must lie in 0..1, one is " + share);
            }
        }
        if (!(syntheticShare >= 0 && syntheticShare <= MOST_SYNTHETIC)) {
            throw new ConfigurationException(
                    "--set mix.synthetic.share: must lie in 0..0.333, so that a label is learnt from real sounds first,"
                            + " is " + syntheticShare);
        }
    }

    /**
     * These conditions with some of them changed.
     *
     * @param settings by key: {@code mix.draw=source|file}, {@code mix.weight.DATASET} and {@code mix.WHAT.share}
     * @throws ConfigurationException if a key is unknown or a value does not fit
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
                throw new ConfigurationException("--set " + key + ": unknown for field-style mixtures; there are"
                        + " mix.draw, mix.weight.DATASET, mix.speed.spread, " + String.join(", ", shares.keySet()));
            }
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
                shares.get("mix.synthetic.share"));
    }

    /** The shares by the keys that set them. */
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
