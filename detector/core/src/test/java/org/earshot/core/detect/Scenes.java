package org.earshot.core.detect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.earshot.core.detect.state.StateStore;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.FrontEnd.WindowShape;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.Thresholds;

/** Small models and sounds for the tests of the pipeline. */
public final class Scenes {
    /** 8 kHz, hop 32: 61 frames a clip, so that a few thousand samples hold many blocks. */
    public static final FrontEnd TINY = new FrontEnd(8_000, 64, 32, WindowShape.HANN, 4, 50, 4_000, 60 * 32 + 64);

    private Scenes() {}

    public static Manifest model(FrontEnd frontEnd, int labels, int reach, ActivityCurve activity, boolean streams) {
        List<String> names = new ArrayList<>();
        List<Thresholds> thresholds = new ArrayList<>();
        for (int k = 0; k < labels; k++) {
            names.add("label-" + k);
            thresholds.add(new Thresholds(0.5f + 0.01f * k, 0.55f, 0.45f));
        }
        return new Manifest(
                "fir",
                "1",
                names,
                frontEnd,
                activity,
                reach,
                "fap",
                streams,
                thresholds,
                3,
                4,
                List.of(),
                Map.of(),
                List.of(),
                0);
    }

    public static Manifest model(int reach, ActivityCurve activity) {
        return model(TINY, 3, reach, activity, true);
    }

    /** Noise whose level and pitch change every few frames, from silence to loud, in steps of 16-bit samples. */
    public static float[] restlessSound(long seed, int samples) {
        var random = new Random(seed);
        float[] sound = new float[samples];
        int at = 0;
        while (at < samples) {
            double level = Math.exp(-7 * random.nextDouble()) * (random.nextInt(3) == 0 ? 0 : 1);
            double pitch = random.nextDouble() * Math.PI;
            for (int end = Math.min(samples, at + 1 + random.nextInt(1_500)); at < end; at++) {
                double value = level * (0.5 * Math.sin(pitch * at) + 0.2 * random.nextGaussian());
                sound[at] = Math.round(Math.max(-1, Math.min(0.99, value)) * 32768) / 32768f;
            }
        }
        return sound;
    }

    public static float[] tone(int rateHz, double pitchHz, double amplitude, int samples) {
        float[] sound = new float[samples];
        for (int n = 0; n < samples; n++) {
            sound[n] = (float) (amplitude * Math.sin(2 * Math.PI * pitchHz * n / rateHz));
        }
        return sound;
    }

    /** A store in the heap that counts what is written to it. */
    public static final class HeapStore implements StateStore {
        public final Map<String, byte[]> values = new HashMap<>();
        long bytesWritten;

        @Override
        public byte[] get(String key) {
            return values.get(key);
        }

        @Override
        public void put(String key, byte[] value) {
            values.put(key, value.clone());
            bytesWritten += value.length;
        }

        @Override
        public void delete(String key) {
            values.remove(key);
        }
    }
}
