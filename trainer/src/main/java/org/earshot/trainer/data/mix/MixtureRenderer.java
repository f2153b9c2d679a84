package org.earshot.trainer.data.mix;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.earshot.trainer.data.mix.MixturePlan.Colour;
import org.earshot.trainer.data.mix.Placement.LevelOver;
import org.earshot.trainer.data.mix.Placement.Treatment;
import org.earshot.trainer.data.sound.FastConvolution;
import org.earshot.trainer.data.sound.Filters;
import org.earshot.trainer.data.sound.Levels;
import org.earshot.trainer.data.sound.Pcm16;
import org.earshot.trainer.data.sound.PlaybackSpeed;
import org.earshot.trainer.data.sound.Room;
import org.earshot.trainer.data.sound.TimeStretch;

/**
 * Renders the plan of a mixture to samples and exact labels. Samples are rounded to 16 bits, so that features are the
 * same whether or not the mixture was written to a file in between.
 *
 * <p>Safe for use by several threads; the result depends only on the plan and the recordings.
 */
public final class MixtureRenderer {
    private static final double EDGE_FADE_SECONDS = 0.005;
    private static final double PEAK = 0.98;
    /** Level that a silent background counts as, so that the events over it can be heard. */
    private static final double LEAST_BED_LEVEL = 1e-3;

    private final RecordingPool pool;
    private final BackgroundRenderer backgrounds;
    private final int rateHz;
    private final int samples;

    public MixtureRenderer(RecordingPool pool, double clipSeconds) {
        this.pool = pool;
        this.rateHz = pool.rateHz();
        this.samples = (int) Math.round(clipSeconds * rateHz);
        this.backgrounds = new BackgroundRenderer(pool, samples);
    }

    /** @throws org.earshot.core.audio.AudioException if one of the recordings is unreadable */
    public Mixture render(MixturePlan plan) {
        SplittableRandom random = new SplittableRandom(plan.seed());
        float[] bed = backgrounds.render(plan, random);
        double bedLevel = plan.style() == MixturePlan.Style.PAPER ? 1 : Math.max(LEAST_BED_LEVEL, Levels.rms(bed));
        float[] events = new float[samples];
        float[] reverberant = plan.room() == null ? null : new float[samples];
        HeardEvents heard = new HeardEvents(rateHz);
        for (Placement sound : plan.sounds()) {
            place(sound, bedLevel, events, reverberant, heard);
        }
        if (reverberant != null) {
            new FastConvolution(plan.room().tail(rateHz)).addTo(reverberant, events);
        }
        float[][] channels;
        if (plan.style() == MixturePlan.Style.PAPER) {
            channels = new float[][] {events, bed};
            scaleToJointPeak(channels);
        } else {
            for (int n = 0; n < samples; n++) {
                bed[n] += events[n];
            }
            plan.microphone().response().forEach(p -> Filters.peak(bed, rateHz, p.hz(), p.gainDb(), p.quality()));
            colour(bed, plan.colour(), plan.microphone().softClipping());
            if (plan.microphone().codec() != null) {
                plan.microphone().codec().apply(bed, rateHz);
            }
            channels = new float[][] {bed};
        }
        for (float[] channel : channels) {
            Pcm16.round(channel);
        }
        return heard.mixture(plan, channels);
    }

    /** @param reverberant input of the room's reverberation; null outdoors */
    private void place(Placement sound, double bedLevel, float[] events, float[] reverberant, HeardEvents heard) {
        float[] whole = pool.samples(sound.recording());
        int skip = Math.min((int) Math.round(sound.skipSeconds() * rateHz), whole.length);
        int length = (int) Math.min(Math.round(sound.lengthSeconds() * rateHz), whole.length - skip);
        double level = sound.levelOver() == LevelOver.RECORDING ? Levels.rms(whole) : Levels.rms(whole, skip, length);
        if (length <= 0 || level == 0) {
            return;
        }
        float[] taken = Arrays.copyOfRange(whole, skip, skip + length);
        boolean excerpt = sound.levelOver() == LevelOver.TAKEN && length < whole.length;
        if (excerpt) {
            fadeEdges(taken);
        }
        Treatment treatment = sound.treatment();
        if (treatment.pitch() != 1) {
            taken = TimeStretch.of(taken, treatment.pitch(), rateHz);
        }
        if (sound.speed() * treatment.pitch() != 1) {
            taken = PlaybackSpeed.of(taken, sound.speed() * treatment.pitch());
        }
        taken = treatment.alteration().of(taken);
        double gain = bedLevel * Levels.gain(sound.snrDb()) / level;
        if (sound.tiltDb() != 0 || treatment != Treatment.NONE) {
            double before = Levels.rms(taken);
            filter(taken, sound, reverberant != null);
            gain *= before / Math.max(Levels.rms(taken), 1e-9);
        }
        long onset = Math.round(sound.onsetSeconds() * rateHz);
        int from = (int) Math.max(0, onset);
        int to = (int) Math.min(samples, onset + taken.length);
        if (to <= from) {
            return;
        }
        // Direct and reverberant energy add up to the requested level.
        double ratio = Math.pow(10, treatment.directDb() / 10);
        double direct = reverberant == null ? 1 : Math.sqrt(ratio / (1 + ratio));
        Levels.add(taken, (int) (from - onset), events, from, to - from, direct * gain);
        if (reverberant != null) {
            Levels.add(taken, (int) (from - onset), reverberant, from, to - from, gain / Math.sqrt(1 + ratio));
        }
        if (sound.labelled()) {
            int least = (int) Math.round(sound.minLabelSeconds() * rateHz);
            int end = (int) Math.min(samples, Math.max(to, onset + least));
            heard.add(sound, from, end);
        }
    }

    private void filter(float[] x, Placement sound, boolean inRoom) {
        Treatment treatment = sound.treatment();
        if (sound.tiltDb() != 0) {
            Filters.highShelf(x, rateHz, 1000, sound.tiltDb());
        }
        if (treatment.airDb() != 0) {
            Filters.highShelf(x, rateHz, 3000, treatment.airDb());
        }
        if (treatment.wallHz() > 0) {
            Filters.highShelf(x, rateHz, treatment.wallHz(), -24);
        }
        if (inRoom) {
            Room.reflect(x, rateHz, treatment.seed());
        }
    }

    private void fadeEdges(float[] x) {
        int fade = Math.min((int) (EDGE_FADE_SECONDS * rateHz), x.length / 2);
        for (int n = 0; n < fade; n++) {
            float gain = (n + 0.5f) / fade;
            x[n] *= gain;
            x[x.length - 1 - n] *= gain;
        }
    }

    private void colour(float[] x, Colour colour, boolean soft) {
        if (colour.tiltDb() != 0) {
            Filters.highShelf(x, rateHz, 1000, colour.tiltDb());
        }
        if (colour.topShelfDb() != 0) {
            Filters.highShelf(x, rateHz, 5500, colour.topShelfDb());
        }
        if (colour.lowCutHz() > 0) {
            Filters.highPass(x, rateHz, colour.lowCutHz());
        }
        if (colour.topHz() > 0) {
            Filters.lowPass(x, rateHz, colour.topHz());
        }
        double peak = Math.max(Levels.peak(x), 1e-9);
        double gain = colour.overdriveDb() > 0
                ? Levels.gain(colour.overdriveDb()) / peak
                : Math.min(Levels.gain(colour.levelDbfs()) / Math.max(Levels.rms(x), 1e-9), PEAK / peak);
        boolean rounded = soft && colour.overdriveDb() > 0;
        for (int n = 0; n < x.length; n++) {
            x[n] = (float) (rounded ? PEAK * Math.tanh(x[n] * gain) : Math.max(-1, Math.min(1, x[n] * gain)));
        }
    }

    private static void scaleToJointPeak(float[][] channels) {
        double peak = Math.max(Math.max(Levels.peak(channels[0]), Levels.peak(channels[1])), 1e-9);
        for (float[] channel : channels) {
            for (int n = 0; n < channel.length; n++) {
                channel[n] /= (float) peak;
            }
        }
    }
}
