package org.earshot.trainer.separation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.core.decode.LinearMask;
import org.earshot.core.dsp.InverseStft;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.dsp.MelFilterBank;
import org.earshot.core.dsp.Spectrogram;
import org.earshot.core.dsp.Stft;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.FrontEnd;
import org.earshot.trainer.data.clips.Clip;
import org.earshot.trainer.data.clips.ClipDataset;
import org.earshot.trainer.data.clips.ClipEvent;
import org.earshot.trainer.data.mix.MixtureTracks;
import org.earshot.trainer.separation.SeparationReport.LabelScores;

/**
 * Measures a model's masks on paper-style mixtures: each label of a clip is separated by its mask and compared with its
 * true sound, and its mask with the ideal binary mask (Kong et al. 2019, section V). Masks of labels that are absent
 * from a clip count as negatives.
 *
 * <p>Clips are added one after the other; not safe for use by several threads.
 */
public final class SeparationEvaluation {
    private static final float MASK_THRESHOLD = 0.1f;

    private final MaskNetwork network;
    private final FrontEnd frontEnd;
    private final List<String> labels;
    private final LinearMask linear;
    private final Stft stft;
    private final InverseStft inverse;
    private final List<BinScores> bins = new ArrayList<>();
    private final List<List<double[]>> distortions = new ArrayList<>();

    public SeparationEvaluation(MaskNetwork network) {
        this.network = network;
        this.frontEnd = network.manifest().frontEnd();
        this.labels = network.manifest().labels();
        MelFilterBank filters = new MelFilterBank(frontEnd);
        this.linear = new LinearMask(filters.bands(), filters.bins(), filters::weight);
        this.stft = new Stft(frontEnd);
        this.inverse = new InverseStft(frontEnd);
        for (int k = 0; k < labels.size(); k++) {
            bins.add(new BinScores());
            distortions.add(new ArrayList<>());
        }
    }

    /** Measures every clip of a data set of paper-style mixtures at the model's rate. */
    public static SeparationReport of(MaskNetwork network, ClipDataset dataset) {
        SeparationEvaluation evaluation = new SeparationEvaluation(network);
        for (int i = 0; i < dataset.size(); i++) {
            Clip clip = dataset.clip(i);
            evaluation.add(MixtureTracks.read(clip.audio(), dataset.frontEnd().rateHz()), clip.events());
        }
        return evaluation.report();
    }

    /** Adds a clip. */
    public void add(MixtureTracks tracks, List<ClipEvent> events) {
        float[] mixture = tracks.mixture();
        float[] logMel = LogMel.of(frontEnd, mixture);
        int frames = frontEnd.framesIn(mixture.length);
        float[] masks = network.masks(logMel, frames);
        Spectrogram spectrogram = stft.of(mixture);
        int size = frames * frontEnd.mels();
        for (int k = 0; k < labels.size(); k++) {
            String label = labels.get(k);
            List<ClipEvent> own =
                    events.stream().filter(e -> e.label().equals(label)).toList();
            float[] mask = Arrays.copyOfRange(masks, k * size, (k + 1) * size);
            boolean[] target = new boolean[size];
            if (!own.isEmpty()) {
                float[] sound = sound(tracks, own);
                IdealMasks ideal = IdealMasks.of(frontEnd, own, sound, difference(mixture, sound));
                target = ideal.binary();
                float[] separated = heardThrough(spectrogram, mask, frames);
                distortions.get(k).add(new double[] {
                    Distortion.sdr(sound, separated),
                    Distortion.siSdr(sound, separated),
                    Distortion.sdr(sound, mixture),
                    Distortion.sdr(sound, heardThrough(spectrogram, ideal.ratio(), frames))
                });
            }
            for (int i = 0; i < size; i++) {
                bins.get(k).add(mask[i], target[i]);
            }
        }
    }

    public SeparationReport report() {
        Map<String, LabelScores> scores = new LinkedHashMap<>();
        for (int k = 0; k < labels.size(); k++) {
            List<double[]> clips = distortions.get(k);
            if (!clips.isEmpty()) {
                BinScores mask = bins.get(k);
                scores.put(
                        labels.get(k),
                        new LabelScores(
                                clips.size(),
                                mean(clips, 0),
                                mean(clips, 1),
                                mean(clips, 2),
                                mean(clips, 3),
                                mask.at(MASK_THRESHOLD).f1(),
                                mask.auc(),
                                mask.averagePrecision()));
            }
        }
        return new SeparationReport(scores);
    }

    private float[] heardThrough(Spectrogram spectrogram, float[] mask, int frames) {
        return inverse.of(spectrogram.masked(linear.of(mask, 0, frames), frames));
    }

    private static float[] sound(MixtureTracks tracks, List<ClipEvent> events) {
        float[] sum = new float[tracks.events().length];
        for (ClipEvent event : events) {
            float[] alone = tracks.event(event);
            for (int n = 0; n < sum.length; n++) {
                sum[n] += alone[n];
            }
        }
        return sum;
    }

    private static float[] difference(float[] a, float[] b) {
        float[] out = new float[a.length];
        for (int n = 0; n < out.length; n++) {
            out[n] = a[n] - b[n];
        }
        return out;
    }

    private static double mean(List<double[]> clips, int measure) {
        return clips.stream()
                .mapToDouble(c -> c[measure])
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }
}
