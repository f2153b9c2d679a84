package org.earshot.trainer.data.mix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.earshot.trainer.data.clips.ClipEvent;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.data.mix.MixturePlan.Colour;
import org.earshot.trainer.data.mix.MixturePlan.Layer;
import org.earshot.trainer.data.mix.Placement.LevelOver;
import org.earshot.trainer.data.mix.Placement.Treatment;
import org.earshot.trainer.data.sound.FastConvolution;
import org.earshot.trainer.data.sound.Filters;
import org.earshot.trainer.data.sound.Pcm16;
import org.earshot.trainer.data.sound.TimeStretch;

/**
 * Turns the plan of a mixture into samples and exact labels. Samples are rounded to 16 bits, so that what is written to a
 * file and what is turned into features at once are the same.
 *
 * <p>Safe for use by several threads; the result depends on the plan and the recordings alone.
 */
public final class MixtureRenderer {
    private static final double CROSS_FADE_SECONDS = 0.7;
    private static final double EDGE_FADE_SECONDS = 0.005;
    private static final double JOIN_SECONDS = 0.3;
    private static final double PEAK = 0.98;

    private final RecordingPool pool;
    private final int rateHz;
    private final int samples;

    public MixtureRenderer(RecordingPool pool, double clipSeconds) {
        this.pool = pool;
        this.rateHz = pool.rateHz();
        this.samples = (int) Math.round(clipSeconds * rateHz);
    }

    /** @throws org.earshot.core.audio.AudioException if one of its recordings is unreadable */
    public Mixture render(MixturePlan plan) {
        SplittableRandom random = new SplittableRandom(plan.seed());
        float[] bed = bed(plan, random);
        double bedLevel = plan.style() == MixturePlan.Style.PAPER ? 1 : rms(bed, 0, bed.length);
        float[] events = new float[samples];
        float[] reverberant = plan.room() == null ? null : new float[samples];
        List<Heard> heard = new ArrayList<>();
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
        return labelled(plan, channels, heard);
    }

    private float[] bed(MixturePlan plan, SplittableRandom random) {
        float[] bed = new float[samples];
        for (Layer layer : plan.background()) {
            float[] sound = filled(layer);
            double level = rms(sound, 0, samples);
            add(sound, 0, bed, 0, samples, level == 0 ? 0 : decibels(layer.levelDb()) / level);
        }
        if (plan.floor().levelDb() > -200) {
            addNoise(bed, plan.floor(), random);
        }
        return bed;
    }

    /** Pieces of equal level joined with cross-fades of equal power until the clip is full. */
    private float[] filled(Layer layer) {
        float[] first = pool.samples(layer.pieces().get(0));
        if (first.length >= samples && layer.pieces().size() == 1) {
            return first.length == samples ? first : Arrays.copyOf(first, samples);
        }
        float[] out = new float[samples];
        int fade = (int) (CROSS_FADE_SECONDS * rateHz);
        int filled = 0;
        double firstLevel = rms(first, 0, first.length);
        for (int piece = 0; filled < samples; piece++) {
            float[] next =
                    pool.samples(layer.pieces().get(piece % layer.pieces().size()));
            double level = rms(next, 0, next.length);
            double gain = level == 0 ? 0 : firstLevel / level;
            int skip = piece == 0 ? Math.min((int) (layer.startSeconds() * rateHz), next.length / 2) : 0;
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

    private static void addNoise(float[] bed, MixturePlan.NoiseFloor floor, SplittableRandom random) {
        float[] noise = new float[bed.length];
        double pole = 0.97 * floor.pinkness();
        double last = 0;
        for (int n = 0; n < noise.length; n++) {
            last = pole * last + random.nextGaussian();
            noise[n] = (float) last;
        }
        add(noise, 0, bed, 0, bed.length, decibels(floor.levelDb()) / rms(noise, 0, noise.length));
    }

    /** @param reverberant what the room's tail is made of; null in the open */
    private void place(Placement sound, double bedLevel, float[] events, float[] reverberant, List<Heard> heard) {
        float[] whole = pool.samples(sound.recording());
        int skip = Math.min((int) Math.round(sound.skipSeconds() * rateHz), whole.length);
        int length = (int) Math.min(Math.round(sound.lengthSeconds() * rateHz), whole.length - skip);
        double level =
                sound.levelOver() == LevelOver.RECORDING ? rms(whole, 0, whole.length) : rms(whole, skip, length);
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
            taken = faster(taken, sound.speed() * treatment.pitch());
        }
        double gain = bedLevel * decibels(sound.snrDb()) / level;
        if (sound.tiltDb() != 0 || treatment != Treatment.NONE) {
            double before = rms(taken, 0, taken.length);
            filter(taken, sound, reverberant != null);
            gain *= before / Math.max(rms(taken, 0, taken.length), 1e-9);
        }
        long onset = Math.round(sound.onsetSeconds() * rateHz);
        int from = (int) Math.max(0, onset);
        int to = (int) Math.min(samples, onset + taken.length);
        if (to <= from) {
            return;
        }
        // Direct and reverberant energy add up to the level asked for.
        double ratio = Math.pow(10, treatment.directDb() / 10);
        double direct = reverberant == null ? 1 : Math.sqrt(ratio / (1 + ratio));
        add(taken, (int) (from - onset), events, from, to - from, direct * gain);
        if (reverberant != null) {
            add(taken, (int) (from - onset), reverberant, from, to - from, gain / Math.sqrt(1 + ratio));
        }
        if (sound.labelled()) {
            int least = (int) Math.round(sound.leastLabelSeconds() * rateHz);
            int end = (int) Math.min(samples, Math.max(to, onset + least));
            heard.add(new Heard(sound.recording(), from, end, treatment.phrase()));
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

    /** Played at another speed: cubic interpolation (Catmull and Rom) between the samples. */
    private static float[] faster(float[] x, double speed) {
        float[] out = new float[Math.max(1, (int) Math.floor((x.length - 1) / speed) + 1)];
        for (int n = 0; n < out.length; n++) {
            double at = n * speed;
            int i = (int) at;
            double t = at - i;
            double a = x[Math.max(i - 1, 0)];
            double b = x[Math.min(i, x.length - 1)];
            double c = x[Math.min(i + 1, x.length - 1)];
            double d = x[Math.min(i + 2, x.length - 1)];
            out[n] = (float) (b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))));
        }
        return out;
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
        double peak = Math.max(peak(x), 1e-9);
        double gain = colour.overdriveDb() > 0
                ? decibels(colour.overdriveDb()) / peak
                : Math.min(decibels(colour.levelDbfs()) / Math.max(rms(x, 0, x.length), 1e-9), PEAK / peak);
        boolean rounded = soft && colour.overdriveDb() > 0;
        for (int n = 0; n < x.length; n++) {
            x[n] = (float) (rounded ? PEAK * Math.tanh(x[n] * gain) : Math.max(-1, Math.min(1, x[n] * gain)));
        }
    }

    private static void scaleToJointPeak(float[][] channels) {
        double peak = Math.max(Math.max(peak(channels[0]), peak(channels[1])), 1e-9);
        for (float[] channel : channels) {
            for (int n = 0; n < channel.length; n++) {
                channel[n] /= (float) peak;
            }
        }
    }

    /** Sorts what is heard by onset; in field style, pieces of one phrase are one event, and so are those that all but touch. */
    private Mixture labelled(MixturePlan plan, float[][] channels, List<Heard> heard) {
        heard.sort(Comparator.comparingInt(Heard::from)
                .thenComparing(h -> h.recording().label()));
        List<Heard> joined = new ArrayList<>();
        for (Heard next : heard) {
            int last = lastOf(next.recording().label(), joined);
            if (plan.style() == MixturePlan.Style.FIELD && last >= 0 && continues(joined.get(last), next)) {
                Heard before = joined.get(last);
                int to = Math.max(before.to(), next.to());
                joined.set(last, new Heard(before.recording(), before.from(), to, next.phrase()));
            } else {
                joined.add(next);
            }
        }
        return new Mixture(
                plan,
                channels,
                joined.stream()
                        .map(h -> new ClipEvent(
                                h.recording().label(), (double) h.from() / rateHz, (double) h.to() / rateHz))
                        .toList(),
                joined.stream().map(Heard::recording).toList());
    }

    private boolean continues(Heard before, Heard next) {
        return (next.phrase() > 0 && next.phrase() == before.phrase())
                || next.from() <= before.to() + JOIN_SECONDS * rateHz;
    }

    private static int lastOf(String label, List<Heard> heard) {
        for (int i = heard.size() - 1; i >= 0; i--) {
            if (heard.get(i).recording().label().equals(label)) {
                return i;
            }
        }
        return -1;
    }

    private static void add(float[] x, int at, float[] to, int offset, int length, double gain) {
        for (int n = 0; n < length; n++) {
            to[offset + n] += (float) (gain * x[at + n]);
        }
    }

    private static double rms(float[] x, int offset, int length) {
        double sum = 0;
        for (int n = offset; n < offset + length; n++) {
            sum += (double) x[n] * x[n];
        }
        return length <= 0 ? 0 : Math.sqrt(sum / length);
    }

    private static double peak(float[] x) {
        double peak = 0;
        for (float sample : x) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }

    private static double decibels(double db) {
        return Math.pow(10, db / 20);
    }

    private record Heard(Recording recording, int from, int to, int phrase) {}
}
