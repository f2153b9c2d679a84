package org.earshot.app.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * Mixes recordings into the sound of several microphones at the same time. The same recordings and seed give the same
 * samples, and the position of each sound is known to the sample.
 */
final class Scene {
    private static final double BED_RMS = 0.003;
    private static final double EVENT_RMS = 0.06;
    private static final double LEAD_SECONDS = 3;
    private static final double LONGEST_SECONDS = 5;
    /** A sound shorter than this is repeated, with a short pause between. */
    private static final double REPEATED_SECONDS = 4;

    private static final double BETWEEN_SECONDS = 0.2;
    private static final int MOST_TIMES = 4;
    private static final double SHORTEST_PAUSE_SECONDS = 3.5;
    private static final double PAUSE_SPREAD_SECONDS = 2;
    private static final int ROUNDS = 2;
    private static final double FADE_SECONDS = 0.01;
    private static final float PEAK = 0.95f;

    private final long seed;

    /**
     * A microphone's place in the scene.
     *
     * @param source its id
     * @param rateHz samples per second
     */
    record Place(String source, int rateHz) {}

    /** Three microphones of different make. */
    static final List<Place> PLACES =
            List.of(new Place("front-door", 16_000), new Place("yard", 44_100), new Place("hallway", 22_050));

    Scene(long seed) {
        this.seed = seed;
    }

    /**
     * Deals the recordings out to the places in turn, each to two of them.
     *
     * @param recordings gives all of them at a sample rate, always in the same order
     */
    List<Microphone> mix(List<Place> places, IntFunction<List<Recording>> recordings) {
        List<List<Recording>> dealt = new ArrayList<>();
        double seconds = 0;
        for (int p = 0; p < places.size(); p++) {
            List<Recording> mine = dealt(recordings.apply(places.get(p).rateHz()), p, places.size());
            dealt.add(mine);
            seconds = Math.max(seconds, secondsFor(mine, places.get(p), p));
        }
        List<Microphone> microphones = new ArrayList<>();
        for (int p = 0; p < places.size(); p++) {
            microphones.add(microphone(places.get(p), dealt.get(p), p, seconds));
        }
        return microphones;
    }

    private static List<Recording> dealt(List<Recording> all, int place, int places) {
        List<Recording> mine = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < all.size(); i++) {
                // A round later everything goes to the next place.
                if ((round * all.size() + i + round * (all.size() % places == 0 ? 1 : 0)) % places == place) {
                    mine.add(all.get(i));
                }
            }
        }
        return mine;
    }

    private double secondsFor(List<Recording> recordings, Place place, int index) {
        List<ExpectedEvent> events = microphone(place, recordings, index, 0).expected();
        double last = events.isEmpty() ? 0 : events.get(events.size() - 1).offsetSeconds();
        return last + SHORTEST_PAUSE_SECONDS;
    }

    private Microphone microphone(Place place, List<Recording> recordings, int index, double seconds) {
        Random random = new Random(seed * 31 + index);
        int rate = place.rateHz();
        float[] mixed = NoiseBed.of((int) (seconds * rate), rate, BED_RMS, new Random(seed * 37 + index));
        List<ExpectedEvent> events = new ArrayList<>();
        double at = LEAD_SECONDS + random.nextDouble();
        for (Recording recording : recordings) {
            int onset = (int) (at * rate);
            int end = place(mixed, onset, recording.samples(), rate);
            events.add(
                    new ExpectedEvent(place.source(), recording.label(), (double) onset / rate, (double) end / rate));
            at = (double) end / rate + SHORTEST_PAUSE_SECONDS + PAUSE_SPREAD_SECONDS * random.nextDouble();
        }
        return new Microphone(place.source(), rate, mixed, events);
    }

    /**
     * Adds a sound, a short one several times over as dogs bark and horns sound.
     *
     * @return sample after its last
     */
    private static int place(float[] mixed, int onset, float[] sound, int rate) {
        Loudness heard = Loudness.of(sound, rate);
        int length = Math.min(heard.end() - heard.first(), (int) (LONGEST_SECONDS * rate));
        int times = (int) Math.max(1, Math.min(MOST_TIMES, Math.round(REPEATED_SECONDS * rate / length)));
        int step = length + (int) (BETWEEN_SECONDS * rate);
        for (int i = 0; i < times; i++) {
            add(mixed, onset + i * step, sound, heard, length, rate);
        }
        return onset + (times - 1) * step + length;
    }

    private static void add(float[] mixed, int onset, float[] sound, Loudness heard, int length, int rate) {
        double gain = EVENT_RMS / Math.max(heard.rms(), 1e-9);
        int fade = Math.max(1, (int) (FADE_SECONDS * rate));
        for (int n = 0; n < length && onset + n < mixed.length; n++) {
            double taper = Math.min(1, Math.min(n + 1.0, length - n) / fade);
            double sum = mixed[onset + n] + gain * taper * sound[heard.first() + n];
            mixed[onset + n] = (float) Math.max(-PEAK, Math.min(PEAK, sum));
        }
    }
}
