package org.earshot.trainer.train.augment;

import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.data.clips.FeatureAugmentation;

/**
 * How far the features of a training clip are changed; 0 leaves a kind out.
 *
 * @param gainDb greatest gain or loss of the whole clip
 * @param tiltDb greatest difference between the lowest and the highest mel band
 * @param equaliserDb greatest rise or fall of a smooth random curve over the bands
 * @param topShare share of the clips whose upper bands are damped as by a band-limited microphone
 * @param topDb greatest damping of those bands
 * @param shiftBands greatest distance, in mel bands, by which the whole spectrum is moved up or down
 * @param maskShare share of the clips of which some neighbouring bands lose what changes in them
 * @param maskBands greatest number of such bands
 * @param mixShare share of the clips that another clip of the batch is added to
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
        if (shiftBands < 0 || maskBands < 0 || !isShare(maskShare) || !isShare(mixShare) || !isShare(topShare)) {
            throw new ConfigurationException(
                    "augment: shiftBands and maskBands must not be negative, topShare, maskShare"
                            + " and mixShare must lie in 0..1, are " + shiftBands + ", " + maskBands + ", " + topShare
                            + ", "
                            + maskShare + " and " + mixShare);
        }
    }

    /** Nothing at all. */
    public static AugmentationSettings none() {
        return new AugmentationSettings(0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** What is done to each clip by itself; the mixing of clips is the batch's affair. */
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
