package org.earshot.trainer.train;

/**
 * How far the features of a training clip are changed; 0 leaves a kind out.
 *
 * @param gainDb greatest gain or loss of the whole clip
 * @param tiltDb greatest difference between the lowest and the highest mel band
 * @param equaliserDb greatest rise or fall of a smooth random curve over the bands
 * @param topShare share of the clips whose upper bands are damped as by a band-limited microphone
 * @param topDb greatest damping of those bands
 */
public record AugmentationSettings(double gainDb, double tiltDb, double equaliserDb, double topShare, double topDb) {
    boolean changesNothing() {
        return gainDb == 0 && tiltDb == 0 && equaliserDb == 0 && topShare * topDb == 0;
    }
}
