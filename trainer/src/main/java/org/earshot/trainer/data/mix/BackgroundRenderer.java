package org.earshot.trainer.data.mix;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.earshot.trainer.data.mix.MixturePlan.Layer;
import org.earshot.trainer.data.mix.MixturePlan.NoiseFloor;
import org.earshot.trainer.data.sound.Levels;

/**
 * Renders the background of a mixture: layers of recordings, each long enough to fill the clip, and a noise floor.
 *
 * <p>Safe for use by several threads.
 */
final class BackgroundRenderer {
    private static final double CROSS_FADE_SECONDS = 0.7;
    /** A noise floor below this level is left out. */
    private static final double INAUDIBLE_DB = -200;

    private final RecordingPool pool;
    private final int samples;

    /** @param samples length of a clip */
    BackgroundRenderer(RecordingPool pool, int samples) {
        this.pool = pool;
        this.samples = samples;
    }

    /** @return [samples] */
    float[] render(MixturePlan plan, SplittableRandom random) {
        float[] bed = new float[samples];
        for (Layer layer : plan.background()) {
            float[] sound = filled(layer);
            double level = Levels.rms(sound);
            Levels.add(sound, 0, bed, 0, samples, level == 0 ? 0 : Levels.gain(layer.levelDb()) / level);
        }
        if (plan.floor().levelDb() > INAUDIBLE_DB) {
            addNoise(bed, plan.floor(), random);
        }
        return bed;
    }

    /**
     * Repeats the layer's pieces, brought to the same level and joined by equal-power cross-fades, until the clip is
     * full.
     */
    private float[] filled(Layer layer) {
        float[] first = samples(layer, 0);
        if (first.length >= samples && layer.pieces().size() == 1) {
            return first.length == samples ? first : Arrays.copyOf(first, samples);
        }
        float[] out = new float[samples];
        int fade = (int) (CROSS_FADE_SECONDS * pool.rateHz());
        int filled = 0;
        double common = 0;
        for (int piece = 0; filled < samples; piece++) {
            float[] next = samples(layer, piece % layer.pieces().size());
            double level = Levels.rms(next);
            common = common == 0 ? level : common;
            double gain = level == 0 ? 0 : common / level;
            int skip = piece == 0 ? Math.min((int) (layer.startSeconds() * pool.rateHz()), next.length / 2) : 0;
            int length = next.length - skip;
            int overlap = piece == 0 ? 0 : Math.min(fade, Math.min(filled, length / 2));
            int start = filled - overlap;
            for (int n = 0; n < length && start + n < samples; n++) {
                double share = n < overlap ? (n + 0.5) / overlap : 1;
                double old = n < overlap ? Math.cos(share * Math.PI / 2) : 0;
                out[start + n] = (float) (old * out[start + n] + Math.sin(share * Math.PI / 2) * gain * next[skip + n]);
            }
            filled = start + Math.max(length, overlap + 1);
        }
        return out;
    }

    private float[] samples(Layer layer, int piece) {
        return layer.alteration().of(pool.samples(layer.pieces().get(piece)));
    }

    private static void addNoise(float[] bed, NoiseFloor floor, SplittableRandom random) {
        float[] noise = new float[bed.length];
        double pole = 0.97 * floor.pinkness();
        double last = 0;
        for (int n = 0; n < noise.length; n++) {
            last = pole * last + random.nextGaussian();
            noise[n] = (float) last;
        }
        Levels.add(noise, 0, bed, 0, bed.length, Levels.gain(floor.levelDb()) / Levels.rms(noise));
    }
}
