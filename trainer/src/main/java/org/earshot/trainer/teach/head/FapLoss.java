package org.earshot.trainer.teach.head;

import org.earshot.core.model.ActivityCurve;
import org.earshot.trainer.teach.scene.SceneTruth;

/**
 * The loss of one label over one scene, with its exact gradient: binary cross-entropy of the tag of the whole scene, and of
 * the activity y(t) that the detector decodes, the same pooling over the window of each frame. The scene was made here, so it
 * is known when the label sounds.
 *
 * <p>With M = sigmoid(z), e = exp(alpha(f) M), N(t) = sum_f M e and D(t) = sum_f e, the tag of a set of frames S is y = sum_S
 * N / sum_S D. Every term of the loss reaches the masks through N and D alone:
 *
 * <pre>
 *   N'(t) = sum over sets S with t in S of L'(y_S) / D_S          D'(t) = - sum of L'(y_S) y_S / D_S
 *   dL/dM     = e (N' (1 + alpha M) + D' alpha)                   dL/dalpha(f) = sum_t e M (N' M + D')
 *   dL/dz     = dL/dM M (1 - M)
 * </pre>
 *
 * <p>A scene with the label counts its sounding frames and its quiet frames alike, however long the sound is. One without
 * it also counts its loudest window once more: that is what would raise an alarm.
 *
 * <p>Stateless.
 */
public final class FapLoss {
    private static final double CLAMP = 1e-5;

    /** Where the activity is no windowed pooling, windows of that many frames still say where the label sounds. */
    private static final ActivityCurve OTHERWISE = ActivityCurve.windowed(15);

    private final ActivityCurve curve;
    private final Terms terms;

    /**
     * What the parts of the loss weigh.
     *
     * @param tag tag of the scene
     * @param frames activity of its frames
     * @param loudest the loudest window of a scene without the label
     */
    record Terms(double tag, double frames, double loudest) {}

    public FapLoss(ActivityCurve curve, Terms terms) {
        this.curve = curve.isWindowed() ? curve : OTHERWISE;
        this.terms = terms;
    }

    /**
     * The value and what the caller learns by.
     *
     * @param loss at least 0
     * @param logitGradient dL/dz, [frames][mels]
     * @param alphaGradient [mels]
     * @param loudest largest activity of the scene
     */
    record Value(double loss, float[] logitGradient, float[] alphaGradient, double loudest) {}

    /**
     * @param logits z of every {@code stride}-th frame from {@code first} on, [frames][mels]; overwritten with dL/dz
     * @param truth of all frames
     */
    Value of(float[] logits, float[] alpha, SceneTruth truth, int first, int stride) {
        int mels = alpha.length;
        int frames = logits.length / mels;
        float[] e = new float[logits.length];
        double[] above = new double[frames];
        double[] below = new double[frames];
        for (int t = 0; t < frames; t++) {
            for (int f = 0; f < mels; f++) {
                int i = t * mels + f;
                double mask = 1 / (1 + Math.exp(-logits[i]));
                double weight = Math.exp(alpha[f] * mask);
                logits[i] = (float) mask;
                e[i] = (float) weight;
                above[t] += mask * weight;
                below[t] += weight;
            }
        }
        Pools pools = new Pools(above, below);
        double loudest = windows(pools, truth, first, stride);
        if (terms.tag() > 0) {
            pools.add(0, frames, truth.heard(), terms.tag());
        }
        float[] alphaGradient = new float[mels];
        for (int t = 0; t < frames; t++) {
            double n = pools.aboveGradient[t];
            double d = pools.belowGradient[t];
            for (int f = 0; f < mels; f++) {
                int i = t * mels + f;
                double mask = logits[i];
                double a = alpha[f];
                alphaGradient[f] += (float) (e[i] * mask * (n * mask + d));
                logits[i] = (float) (e[i] * (n * (1 + a * mask) + d * a) * mask * (1 - mask));
            }
        }
        return new Value(pools.loss, logits, alphaGradient, loudest);
    }

    private double windows(Pools pools, SceneTruth truth, int first, int stride) {
        int frames = pools.above.length;
        int sounding = 0;
        int quiet = 0;
        for (int t = 0; t < frames; t++) {
            sounding += truth.sounding()[first + t * stride] ? 1 : 0;
            quiet += truth.quiet()[first + t * stride] ? 1 : 0;
        }
        int behind = curve.behindFrames() / stride;
        int ahead = curve.aheadFrames() / stride;
        double loudest = -1;
        int loudestAt = 0;
        for (int t = 0; t < frames; t++) {
            int from = Math.max(0, t - behind);
            int to = Math.min(frames, t + ahead + 1);
            double y = pools.value(from, to);
            if (y > loudest) {
                loudest = y;
                loudestAt = t;
            }
            if (truth.sounding()[first + t * stride]) {
                pools.add(from, to, true, terms.frames() / sounding);
            } else if (truth.quiet()[first + t * stride]) {
                pools.add(from, to, false, terms.frames() / quiet);
            }
        }
        if (sounding == 0 && quiet == frames && terms.loudest() > 0) {
            pools.add(Math.max(0, loudestAt - behind), Math.min(frames, loudestAt + ahead + 1), false, terms.loudest());
        }
        return loudest;
    }

    /** The sums of each frame, and the gradient with respect to them. */
    private static final class Pools {
        final double[] above;
        final double[] below;
        final double[] aboveGradient;
        final double[] belowGradient;
        double loss;

        Pools(double[] above, double[] below) {
            this.above = above;
            this.below = below;
            this.aboveGradient = new double[above.length];
            this.belowGradient = new double[above.length];
        }

        double value(int from, int to) {
            double n = 0;
            double d = 0;
            for (int t = from; t < to; t++) {
                n += above[t];
                d += below[t];
            }
            return n / d;
        }

        /** Adds the cross-entropy of the pooling over some frames. */
        void add(int from, int to, boolean heard, double weight) {
            double d = 0;
            for (int t = from; t < to; t++) {
                d += below[t];
            }
            double y = Math.max(CLAMP, Math.min(1 - CLAMP, value(from, to)));
            loss -= weight * Math.log(heard ? y : 1 - y);
            double gradient = weight * (heard ? -1 / y : 1 / (1 - y)) / d;
            for (int t = from; t < to; t++) {
                aboveGradient[t] += gradient;
                belowGradient[t] -= gradient * y;
            }
        }
    }
}
