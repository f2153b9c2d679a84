package org.earshot.core.detect;

import java.util.Arrays;
import org.earshot.core.decode.LinearMask;
import org.earshot.core.dsp.InverseStft;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.dsp.MelFilterBank;
import org.earshot.core.dsp.Stft;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.FrontEnd;

/**
 * Takes the sound of one label out of a mixture: the label's mask, spread over the bins of the spectrum, times the mixture's
 * spectrum with its phase, transformed back (Kong et al. 2019, section III-D). What remains of the mixture is its difference
 * to the result.
 *
 * <p>Works through a sound in sections with margins, so that memory does not grow with the spectrum. For one thread at a time.
 */
public final class Separator {
    private static final int SECTION_SECONDS = 20;
    private static final int MARGIN_WINDOWS = 2;

    private final MaskNetwork network;
    private final FrontEnd frontEnd;
    private final LinearMask linear;
    private final Stft stft;
    private final InverseStft inverse;
    private final int sectionSamples;

    public Separator(MaskNetwork network) {
        this(network, SECTION_SECONDS * network.manifest().frontEnd().rateHz());
    }

    Separator(MaskNetwork network, int sectionSamples) {
        this.network = network;
        this.frontEnd = network.manifest().frontEnd();
        var filters = new MelFilterBank(frontEnd);
        this.linear = new LinearMask(filters.bands(), filters.bins(), filters::weight);
        this.stft = new Stft(frontEnd);
        this.inverse = new InverseStft(frontEnd);
        this.sectionSamples = Math.max(1, sectionSamples / frontEnd.hopSamples()) * frontEnd.hopSamples();
    }

    /**
     * The sound of one label.
     *
     * @param samples mono, at the model's rate
     * @param label index into the manifest's labels
     * @return as long as the mixture, at the same rate
     */
    public float[] separate(float[] samples, int label) {
        float[] mixture =
                samples.length >= frontEnd.windowSamples() ? samples : Arrays.copyOf(samples, frontEnd.windowSamples());
        float[] logMel = LogMel.of(frontEnd, mixture);
        float[] separated = new float[mixture.length];
        for (int start = 0; start < mixture.length; start += sectionSamples) {
            separateSection(mixture, logMel, start, label, separated);
        }
        return separated.length == samples.length ? separated : Arrays.copyOf(separated, samples.length);
    }

    private void separateSection(float[] mixture, float[] logMel, int start, int label, float[] separated) {
        int margin = MARGIN_WINDOWS * frontEnd.windowSamples() / frontEnd.hopSamples() * frontEnd.hopSamples();
        int end = Math.min(mixture.length, start + sectionSamples);
        int paddedStart = Math.max(0, start - margin);
        // A last piece of less than a window has no frame of its own.
        int paddedEnd = mixture.length - end < margin + frontEnd.windowSamples() ? mixture.length : end + margin;
        float[] section = Arrays.copyOfRange(mixture, paddedStart, paddedEnd);
        int firstFrame = paddedStart / frontEnd.hopSamples();
        int frames = frontEnd.framesIn(section.length);
        float[] mask = mask(logMel, firstFrame, frames, label);
        float[] heard = inverse.of(stft.of(section).masked(linear.of(mask, 0, frames), frames));
        System.arraycopy(heard, start - paddedStart, separated, start, end - start);
    }

    /** The label's mask over some frames, [frames][mels]; the network sees its context around them. */
    private float[] mask(float[] logMel, int firstFrame, int frames, int label) {
        int mels = frontEnd.mels();
        int all = logMel.length / mels;
        int context = network.manifest().receptiveFrames();
        int from = Math.max(0, firstFrame - context);
        int to = Math.min(all, firstFrame + frames + context);
        float[] input = Arrays.copyOfRange(logMel, from * mels, to * mels);
        float[] masks = network.masks(input, to - from);
        int at = (label * (to - from) + firstFrame - from) * mels;
        return Arrays.copyOfRange(masks, at, at + frames * mels);
    }
}
