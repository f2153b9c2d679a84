package org.earshot.edges.evidence;

import java.util.Arrays;
import java.util.List;
import org.earshot.core.decode.FrameInterval;
import org.earshot.core.decode.LinearMask;
import org.earshot.core.decode.RunDecoder;
import org.earshot.core.decode.RunRules;
import org.earshot.core.dsp.InverseStft;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.dsp.MelFilterBank;
import org.earshot.core.dsp.Stft;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.Thresholds;

/**
 * Takes speech out of a sound. Whether a frame holds speech is decided on the scores of all speech labels, whatever
 * else is loud there and whether or not an event was made of it: it does if the activity of one of them, or of a frame
 * within a quarter of a second, is in a run by the label's two thresholds, or by 0.2 and 0.1 where these are lower.
 * In such a frame only that passes which the masks of other labels claim and the speech masks do not; elsewhere the
 * speech masks alone are taken out. What is left is analysed again, and while it still has such frames the same is done
 * once more, at last with them silent. The gate of an alarm plays no part: it says when speech is worth reporting, not
 * whether it is there.
 *
 * <p>It is as good as the model: what the model does not recognise as speech stays. For one thread at a time.
 */
public final class SpeechRemover {
    private static final double SPREAD_SECONDS = 0.25;
    private static final int PASSES = 3;
    /** However short it is, and without joining it to others. */
    private static final RunRules EVERY_RUN = new RunRules(0, 0, true);

    private final MaskNetwork network;
    private final List<Integer> speech;
    private final FrontEnd frontEnd;
    private final LinearMask linear;
    private final Stft stft;
    private final InverseStft inverse;
    private final int behind;
    private final int ahead;
    private final int spread;

    /** @param speech indices of the labels that are speech, at least one */
    public SpeechRemover(MaskNetwork network, List<Integer> speech) {
        if (speech.isEmpty()) {
            throw new IllegalArgumentException("no label is speech");
        }
        this.network = network;
        this.speech = List.copyOf(speech);
        this.frontEnd = network.manifest().frontEnd();
        var filters = new MelFilterBank(frontEnd);
        this.linear = new LinearMask(filters.bands(), filters.bins(), filters::weight);
        this.stft = new Stft(frontEnd);
        this.inverse = new InverseStft(frontEnd);
        this.behind = network.manifest().activity().behindFrames();
        this.ahead = network.manifest().activity().aheadFrames();
        this.spread = (int) Math.ceil(SPREAD_SECONDS / frontEnd.frameSeconds());
    }

    /** @param samples mono, at the model's rate. @return the same without speech, as long */
    public float[] remove(float[] samples) {
        float[] left =
                samples.length >= frontEnd.windowSamples() ? samples : Arrays.copyOf(samples, frontEnd.windowSamples());
        for (int pass = 1; pass <= PASSES; pass++) {
            float[] logMel = LogMel.of(frontEnd, left);
            int frames = logMel.length / frontEnd.mels();
            Scores scores = network.score(logMel, 1, frames);
            boolean[] spoken = spokenFrames(scores);
            if (pass > 1 && !isAny(spoken)) {
                break;
            }
            float[] keep = keep(network.masks(logMel, frames), spoken, frames, pass == PASSES);
            left = inverse.of(stft.of(left).masked(linear.of(keep, 0, frames), frames));
        }
        return left.length == samples.length ? left : Arrays.copyOf(left, samples.length);
    }

    private static boolean isAny(boolean[] frames) {
        for (boolean frame : frames) {
            if (frame) {
                return true;
            }
        }
        return false;
    }

    private boolean[] spokenFrames(Scores scores) {
        boolean[] spoken = new boolean[scores.frames()];
        for (int label : speech) {
            Thresholds thresholds = cautious(network.manifest().thresholds().get(label));
            float[] activity = new float[spoken.length];
            for (int t = 0; t < spoken.length; t++) {
                activity[t] = activity(scores, label, t);
            }
            for (FrameInterval run : new RunDecoder(thresholds, EVERY_RUN).decode(activity)) {
                int from = Math.max(0, (int) run.onset() - spread);
                Arrays.fill(spoken, from, Math.min(spoken.length, (int) run.offset() + spread), true);
            }
        }
        return spoken;
    }

    /** A model that is chosen to raise few alarms has high thresholds; speech is taken out from the paper's on at the latest. */
    private static Thresholds cautious(Thresholds alarms) {
        return new Thresholds(
                alarms.gate(),
                Math.min(alarms.high(), Thresholds.PAPER.high()),
                Math.min(alarms.low(), Thresholds.PAPER.low()));
    }

    /** The activity that the detector's decoder sees. */
    private float activity(Scores scores, int label, int frame) {
        if (!network.manifest().activity().isWindowed()) {
            return scores.activity()[scores.at(0, label, frame)];
        }
        double numerator = 0;
        double denominator = 0;
        for (int t = Math.max(0, frame - behind); t <= Math.min(scores.frames() - 1, frame + ahead); t++) {
            numerator += scores.poolNumerator()[scores.at(0, label, t)];
            denominator += scores.poolDenominator()[scores.at(0, label, t)];
        }
        return (float) (numerator / denominator);
    }

    /** @return [frames][mels], 0..1: what passes */
    private float[] keep(float[] masks, boolean[] spoken, int frames, boolean silent) {
        Manifest manifest = network.manifest();
        int mels = frontEnd.mels();
        float[] keep = new float[frames * mels];
        for (int t = 0; t < frames; t++) {
            for (int m = 0; m < mels; m++) {
                float spokenShare = 0;
                float claimed = 0;
                for (int k = 0; k < manifest.classes(); k++) {
                    float mask = masks[(k * frames + t) * mels + m];
                    if (speech.contains(k)) {
                        spokenShare = Math.max(spokenShare, mask);
                    } else {
                        claimed = Math.max(claimed, mask);
                    }
                }
                float passes = !spoken[t] ? 1 : silent ? 0 : claimed;
                keep[t * mels + m] = passes * (1 - spokenShare);
            }
        }
        return keep;
    }
}
