package org.earshot.trainer.data.mix;

import java.util.Map;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.data.mix.Placement.LevelOver;

/**
 * Choices that the paper does not specify for its mixtures; the defaults follow Kong et al. 2019.
 *
 * @param snrDb level of an event over the scene, 0 in the paper
 * @param snrOver {@code mix.snrOver}: over which part the level of an event is measured
 * @param labelPadded {@code mix.labelPadded}: whether events shorter than 2 s are labelled as if they lasted 2 s
 * @param kongRepeatQuirk {@code mix.kongRepeatQuirk}: whether every repeat of the event list has the same order, so
 *     that the same triples recur
 */
public record PaperSettings(double snrDb, LevelOver snrOver, boolean labelPadded, boolean kongRepeatQuirk) {
    public static final PaperSettings DEFAULT = new PaperSettings(0, LevelOver.RECORDING, false, false);

    /** The defaults with some {@code mix.*} keys set. @throws ConfigurationException naming an unknown key or value */
    public static PaperSettings of(Map<String, String> keys) {
        LevelOver over = DEFAULT.snrOver;
        boolean padded = DEFAULT.labelPadded;
        boolean quirk = DEFAULT.kongRepeatQuirk;
        for (Map.Entry<String, String> entry : keys.entrySet()) {
            switch (entry.getKey()) {
                case "mix.snrOver" -> over = levelOver(entry.getValue());
                case "mix.labelPadded" -> padded = flag(entry);
                case "mix.kongRepeatQuirk" -> quirk = flag(entry);
                default ->
                    throw new ConfigurationException(entry.getKey()
                            + ": unknown; known keys are mix.snrOver, mix.labelPadded and mix.kongRepeatQuirk");
            }
        }
        return new PaperSettings(DEFAULT.snrDb, over, padded, quirk);
    }

    /** The same with the level that a user wrote, in dB. */
    public PaperSettings withSnrDb(String written) {
        try {
            return withSnrDb(Double.parseDouble(written));
        } catch (NumberFormatException e) {
            throw new ConfigurationException(
                    "--snr " + written + ": paper-style mixtures have one level in dB, such as 0", e);
        }
    }

    public PaperSettings withSnrDb(double level) {
        return new PaperSettings(level, snrOver, labelPadded, kongRepeatQuirk);
    }

    private static LevelOver levelOver(String value) {
        return switch (value) {
            case "recording" -> LevelOver.RECORDING;
            case "trimmed" -> LevelOver.TAKEN;
            default -> throw new ConfigurationException("mix.snrOver=" + value + ": must be recording or trimmed");
        };
    }

    private static boolean flag(Map.Entry<String, String> entry) {
        return switch (entry.getValue()) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new ConfigurationException(entry.getKey() + "=" + entry.getValue() + ": must be true or false");
        };
    }
}
