package org.earshot.core.detect;

import java.util.Random;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.Manifest;

/**
 * A network that is one random filter over frames and mels per label, with zeros beyond the edges, a sigmoid and FAP
 * pooling. It sees exactly {@code receptiveFrames} to each side, and every value depends on those frames alone, to the bit.
 */
public final class FirNetwork implements MaskNetwork {
    private static final float ALPHA = 3;

    private final Manifest manifest;
    private final float[][] kernels;

    public FirNetwork(Manifest manifest, long seed) {
        this.manifest = manifest;
        this.kernels = new float[manifest.classes()][2 * manifest.receptiveFrames() + 1];
        var random = new Random(seed);
        for (float[] kernel : kernels) {
            float sum = 0;
            for (int i = 0; i < kernel.length; i++) {
                kernel[i] = 0.2f + random.nextFloat();
                sum += kernel[i];
            }
            for (int i = 0; i < kernel.length; i++) {
                kernel[i] /= sum;
            }
        }
    }

    @Override
    public Manifest manifest() {
        return manifest;
    }

    @Override
    public String sha256() {
        return "0".repeat(64);
    }

    @Override
    public String device() {
        return "cpu";
    }

    @Override
    public Scores score(float[] logMel, int batch, int frames) {
        int classes = manifest.classes();
        int mels = manifest.frontEnd().mels();
        float[] tags = new float[batch * classes];
        float[] activity = new float[batch * classes * frames];
        float[] numerator = new float[activity.length];
        float[] denominator = new float[activity.length];
        for (int b = 0; b < batch; b++) {
            float[] block = new float[frames * mels];
            System.arraycopy(logMel, b * block.length, block, 0, block.length);
            float[] masks = masks(block, frames);
            for (int k = 0; k < classes; k++) {
                double above = 0;
                double below = 0;
                for (int t = 0; t < frames; t++) {
                    int at = (b * classes + k) * frames + t;
                    for (int m = 0; m < mels; m++) {
                        float mask = masks[(k * frames + t) * mels + m];
                        float weight = (float) Math.exp(ALPHA * mask);
                        numerator[at] += mask * weight;
                        denominator[at] += weight;
                        activity[at] += mask / mels;
                    }
                    above += numerator[at];
                    below += denominator[at];
                }
                tags[b * classes + k] = (float) (above / below);
            }
        }
        return new Scores(batch, frames, classes, tags, activity, numerator, denominator);
    }

    @Override
    public float[] masks(float[] logMel, int frames) {
        int mels = manifest.frontEnd().mels();
        int reach = manifest.receptiveFrames();
        float[] masks = new float[manifest.classes() * frames * mels];
        for (int k = 0; k < manifest.classes(); k++) {
            for (int t = 0; t < frames; t++) {
                for (int m = 0; m < mels; m++) {
                    float sum = 0;
                    for (int d = -reach; d <= reach; d++) {
                        if (t + d >= 0 && t + d < frames) {
                            // Loud frames are positive, so that the zeros beyond the edges are a value in between.
                            sum += kernels[k][d + reach] * (logMel[(t + d) * mels + (m + k) % mels] + 7.5f);
                        }
                    }
                    masks[(k * frames + t) * mels + m] = (float) (1 / (1 + Math.exp(-sum)));
                }
            }
        }
        return masks;
    }

    @Override
    public void close() {}
}
