package org.earshot.edges.evidence;

import org.earshot.core.audio.flac.FlacWriter;
import org.earshot.core.detect.Separator;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.FrontEnd;
import org.earshot.edges.evidence.SpectrogramPicture.Content;
import org.earshot.streams.evidence.EvidenceClip;
import org.earshot.streams.evidence.EvidenceMode;
import org.earshot.streams.evidence.EvidenceSettings;

/**
 * Makes the files of an event from its sound: the clip, its label alone, the spectrogram with the outline of the label's mask.
 * Where speech must not be kept it is taken out first, so that no file holds it. For one thread at a time.
 */
public final class EvidenceRenderer {
    private final MaskNetwork network;
    private final FrontEnd frontEnd;
    private final EvidenceSettings settings;
    private final Separator separator;
    private final SpeechRemover remover;

    public EvidenceRenderer(MaskNetwork network, EvidenceSettings settings) {
        this.network = network;
        this.frontEnd = network.manifest().frontEnd();
        this.settings = settings;
        this.separator = new Separator(network);
        this.remover = settings.mode() == EvidenceMode.MASKED ? new SpeechRemover(network, settings.speech()) : null;
    }

    /**
     * Makes them. Of a model without masks there is no separated sound and no outline.
     *
     * @throws RuntimeException if the network fails
     */
    public EvidenceFiles make(EvidenceClip clip) {
        float[] heard = remover == null ? clip.samples() : remover.remove(clip.samples());
        float[] logMel = LogMel.of(frontEnd, atLeastAWindow(heard));
        boolean speech = remover != null && settings.speech().contains(clip.labelIndex());
        boolean masks = network.givesMasks();
        float[] mask = masks ? mask(logMel, clip.labelIndex()) : null;
        float[] separated = masks && !speech ? separator.separate(heard, clip.labelIndex()) : null;
        return new EvidenceFiles(
                FlacWriter.encode(frontEnd.rateHz(), heard),
                separated == null ? null : FlacWriter.encode(frontEnd.rateHz(), separated),
                SpectrogramPicture.png(new Content(
                        frontEnd,
                        logMel,
                        mask,
                        frame(clip.onset()),
                        frame(clip.offset()),
                        clip.label(),
                        clip.sourceId())));
    }

    private float[] mask(float[] logMel, int label) {
        int frames = logMel.length / frontEnd.mels();
        int size = frames * frontEnd.mels();
        float[] mask = new float[size];
        System.arraycopy(network.masks(logMel, frames), label * size, mask, 0, size);
        return mask;
    }

    private int frame(long sample) {
        return (int) (sample / frontEnd.hopSamples());
    }

    private float[] atLeastAWindow(float[] samples) {
        return samples.length >= frontEnd.windowSamples()
                ? samples
                : java.util.Arrays.copyOf(samples, frontEnd.windowSamples());
    }
}
