package org.earshot.trainer.export;

import java.util.List;
import java.util.Locale;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.ModelException;

/**
 * Compares an exported file, as the detector runs it, with the trained network: largest absolute difference of tags,
 * activity and masks over some clips.
 */
public final class ParityCheck {
    /** Allows for float32 rounding with another order of summation. */
    public static final double TOLERANCE = 1e-4;

    private ParityCheck() {}

    /** The trained network. */
    public interface Scorer {
        /** Scores one clip; the pool sums are ignored. @param logMel [frames][mels] */
        Scores score(float[] logMel, int frames);

        /** @return [classes][frames][mels], or null if the network has no masks */
        float[] masks(float[] logMel, int frames);
    }

    /**
     * Largest absolute differences; 0 if there was nothing to compare.
     *
     * @param tags of the tags
     * @param activity of the graph's activity
     * @param masks of the masks
     */
    public record Differences(double tags, double activity, double masks) {
        /** @throws ModelException if one exceeds the tolerance or is not a number */
        public void require(double tolerance) {
            if (!(tags <= tolerance && activity <= tolerance && masks <= tolerance)) {
                throw new ModelException(String.format(
                        Locale.ROOT,
                        "export: the file differs from the trained network by %.2g in tags, %.2g in activity and"
                                + " %.2g in"
                                + " masks, more than %.2g; train and export with the same version",
                        tags,
                        activity,
                        masks,
                        tolerance));
            }
        }
    }

    /** Compares two model files, e.g. of different precision. @param clips each [frames][mels] */
    public static Differences compare(MaskNetwork before, MaskNetwork after, List<float[]> clips) {
        return compare(
                new Scorer() {
                    @Override
                    public Scores score(float[] logMel, int frames) {
                        return before.score(logMel, 1, frames);
                    }

                    @Override
                    public float[] masks(float[] logMel, int frames) {
                        return before.masks(logMel, frames);
                    }
                },
                after,
                clips);
    }

    /** @param clips each [frames][mels] of raw log-mel */
    public static Differences compare(Scorer trained, MaskNetwork exported, List<float[]> clips) {
        int mels = exported.manifest().frontEnd().mels();
        double tags = 0;
        double activity = 0;
        double masks = 0;
        for (float[] clip : clips) {
            int frames = clip.length / mels;
            Scores expected = trained.score(clip, frames);
            Scores actual = exported.score(clip, 1, frames);
            tags = Math.max(tags, greatest(expected.tags(), actual.tags()));
            activity = Math.max(activity, greatest(expected.activity(), actual.activity()));
            float[] trainedMasks = trained.masks(clip, frames);
            if (trainedMasks != null) {
                masks = Math.max(masks, greatest(trainedMasks, exported.masks(clip, frames)));
            }
        }
        return new Differences(tags, activity, masks);
    }

    private static double greatest(float[] expected, float[] actual) {
        if (expected.length != actual.length) {
            throw new ModelException(
                    "export: the network has " + expected.length + " output values, the file " + actual.length);
        }
        double greatest = 0;
        for (int i = 0; i < expected.length; i++) {
            // Math.max propagates NaN, which a comparison would miss.
            greatest = Math.max(greatest, Math.abs((double) expected[i] - actual[i]));
        }
        return greatest;
    }
}
