package org.earshot.edges.evidence;

import java.util.List;
import java.util.function.LongPredicate;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.dsp.Spectrogram;
import org.earshot.core.dsp.Stft;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.FrontEnd;

/**
 * Measures how much speech is left of a sound: by the model's own tag, and by the energy of the band that telephones carry
 * speech in, which asks no model. For one thread at a time.
 */
public final class SpeechMeter {
    private static final double LOWEST_HZ = 300;
    private static final double HIGHEST_HZ = 3_400;
    /** Keeps the logarithm of silence finite: far below a 16-bit sample's least step. */
    private static final double FLOOR = 1e-9;

    private final MaskNetwork network;
    private final List<Integer> speech;
    private final FrontEnd frontEnd;
    private final Stft stft;

    /** @param speech indices of the labels that are speech */
    public SpeechMeter(MaskNetwork network, List<Integer> speech) {
        this.network = network;
        this.speech = List.copyOf(speech);
        this.frontEnd = network.manifest().frontEnd();
        this.stft = new Stft(frontEnd);
    }

    /**
     * @param sound mono, at the model's rate, at least a window
     * @param left the same without speech, as long
     * @param spoken true for samples with speech
     */
    public SpeechLeft measure(float[] sound, float[] left, LongPredicate spoken) {
        Spectrogram before = stft.of(sound);
        Spectrogram after = stft.of(left);
        return new SpeechLeft(
                tag(sound), tag(left), change(before, after, spoken, true), change(before, after, spoken, false));
    }

    private float tag(float[] sound) {
        float[] logMel = LogMel.of(frontEnd, sound);
        float[] tags = network.score(logMel, 1, logMel.length / frontEnd.mels()).tags();
        float highest = 0;
        for (int label : speech) {
            highest = Math.max(highest, tags[label]);
        }
        return highest;
    }

    private double change(Spectrogram before, Spectrogram after, LongPredicate spoken, boolean inSpeech) {
        double energyBefore = 0;
        double energyAfter = 0;
        boolean any = false;
        for (int frame = 0; frame < before.frames(); frame++) {
            long middle = (long) (frame - before.lead()) * frontEnd.hopSamples() + frontEnd.windowSamples() / 2;
            if (spoken.test(middle) == inSpeech) {
                any = true;
                energyBefore += energy(before, frame, inSpeech);
                energyAfter += energy(after, frame, inSpeech);
            }
        }
        return any ? 10 * Math.log10((energyAfter + FLOOR) / (energyBefore + FLOOR)) : Double.NaN;
    }

    private double energy(Spectrogram spectrum, int frame, boolean bandOnly) {
        double sum = 0;
        for (int bin = 0; bin < spectrum.bins(); bin++) {
            double hz = (double) bin * frontEnd.rateHz() / frontEnd.windowSamples();
            if (!bandOnly || hz >= LOWEST_HZ && hz <= HIGHEST_HZ) {
                double re = spectrum.re()[frame * spectrum.bins() + bin];
                double im = spectrum.im()[frame * spectrum.bins() + bin];
                sum += re * re + im * im;
            }
        }
        return sum;
    }
}
