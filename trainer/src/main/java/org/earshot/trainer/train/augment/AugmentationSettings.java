package org.earshot.trainer.train.augment;

import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.data.clips.FeatureAugmentation;

/**
 * Strength of the augmentations of a training clip; 0 turns one off.
 *
 * @param gainDb maximum gain or attenuation of the whole clip
 * @param tiltDb maximum difference between the lowest and the highest mel band
 * @param equaliserDb maximum deviation of a smooth random curve over the bands
 * @param topShare share of the clips whose upper bands are attenuated as by a band-limited microphone
 * @param topDb maximum attenuation of those bands
 * @param shiftBands maximum shift of the whole spectrum up or down, in mel bands
 * @param maskShare share of the clips in which some neighbouring bands are made constant
 * @param maskBands maximum number of such bands
 * @param mixShare share of the clips to which another clip of the batch is added
 */
public record AugmentationSettings(
        double gainDb,
        double tiltDb,
        double equaliserDb,
        double topShare,
        double topDb,
        double shiftBands,
        double maskShare,
        int maskBands,
        double mixShare) {
    public AugmentationSettings {
        if (!(gainDb >= 0 && tiltDb >= 0 && equaliserDb >= 0 && topDb >= 0)) {
            throw new ConfigurationException("augment: gainDb, tiltDb, equaliserDb and topDb must not be negative, are "
                    + gainDb + ", " + tiltDb + ", " + equaliserDb + " and " + topDb);
        }
        if (!(shiftBands >= 0) || maskBands < 0 || !isShare(maskShare) || !isShare(mixShare) || !isShare(topShare)) {
            throw new ConfigurationException(
                    "augment: shiftBands and maskBands must not be negative, topShare, maskShare"
                            + " and mixShare must lie in 0..1, are " + shiftBands + ", " + maskBands + ", " + topShare
                            + ", "
                            + maskShare + " and " + mixShare);
        }
    }

    /** No augmentation. */
    public static AugmentationSettings none() {
        return new AugmentationSettings(0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** The augmentation of single clips; {@code BatchMixing} adds clips to each other. */
    public FeatureAugmentation perClip() {
        FeatureAugmentation chain = FeatureAugmentation.NONE;
        if (shiftBands > 0) {
            chain = chain.then(new BandShift(shiftBands));
        }
        if (gainDb != 0 || tiltDb != 0 || equaliserDb != 0 || topShare * topDb != 0) {
            chain = chain.then(new SpectrumAugmentation(this));
        }
        if (maskShare * maskBands > 0) {
            chain = chain.then(new BandMask(maskShare, maskBands));
        }
        return chain;
    }

    private static boolean isShare(double value) {
        return value >= 0 && value <= 1;
    }
}
