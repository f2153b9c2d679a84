package org.earshot.trainer.eval.score;

import org.earshot.core.decode.WindowedActivity;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Manifest;

/**
 * A network whose clip tag is the largest tag over all parts of some length: for each label the maximum over t of (sum
 * of numerators) / (sum of denominators) over the frames t to t + length - 1. A short sound is then not diluted by the
 * rest of the clip. As thread-safe as the wrapped network; closing this does not close it.
 */
public final class WindowTags implements MaskNetwork {
    private final MaskNetwork network;
    private final int length;

    /**
     * @param network whose pooling is a ratio of sums over frames; still owned by the caller
     * @param length length of the parts, in frames
     */
    public WindowTags(MaskNetwork network, int length) {
        if (!network.manifest().streams()) {
            throw new ConfigurationException("tags of " + length + " frames: the pooling of "
                    + network.manifest().name() + " is not a ratio of sums over frames");
        }
        if (length < 1) {
            throw new ConfigurationException("tags of parts: the length must be at least 1 frame, is " + length);
        }
        this.network = network;
        this.length = length;
    }

    @Override
    public Manifest manifest() {
        return network.manifest();
    }

    @Override
    public String sha256() {
        return network.sha256();
    }

    @Override
    public String device() {
        return network.device();
    }

    @Override
    public Scores score(float[] logMel, int batch, int frames) {
        Scores scores = network.score(logMel, batch, frames);
        float[] tags = new float[batch * scores.classes()];
        for (int b = 0; b < batch; b++) {
            for (int k = 0; k < scores.classes(); k++) {
                tags[b * scores.classes() + k] = largest(scores, scores.at(b, k, 0));
            }
        }
        return new Scores(
                batch,
                frames,
                scores.classes(),
                tags,
                scores.activity(),
                scores.poolNumerator(),
                scores.poolDenominator());
    }

    @Override
    public float[] masks(float[] logMel, int frames) {
        return network.masks(logMel, frames);
    }

    @Override
    public void close() {}

    private float largest(Scores scores, int first) {
        double above = 0;
        double below = 0;
        float largest = 0;
        for (int t = 0; t < scores.frames(); t++) {
            above += scores.poolNumerator()[first + t];
            below += scores.poolDenominator()[first + t];
            if (t >= length) {
                above -= scores.poolNumerator()[first + t - length];
                below -= scores.poolDenominator()[first + t - length];
            }
            if (t >= Math.min(length, scores.frames()) - 1) {
                largest = Math.max(largest, WindowedActivity.ratio(above, below));
            }
        }
        return largest;
    }
}
