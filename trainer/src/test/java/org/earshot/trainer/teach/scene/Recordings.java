package org.earshot.trainer.teach.scene;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.earshot.core.audio.flac.FlacWriter;

/** Recordings for tests: chirps that differ from each other, and noise. */
public final class Recordings {
    private static final int RATE = 16_000;

    private Recordings() {}

    /** Chirps of 0.4 to 1 s around 800 Hz in 2 s of faint noise. */
    public static Path chirps(Path folder, int count) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < count; i++) {
            Random random = new Random(100 + i);
            float[] samples = noise(2, 1e-4, i);
            double hz = 500 + 150 * i % 1100;
            double slope = 1200 * random.nextGaussian();
            int length = (int) (RATE * (0.4 + 0.6 * random.nextDouble()));
            for (int n = 0; n < length; n++) {
                double t = (double) n / RATE;
                samples[8000 + n] += (float) (0.3 * Math.sin(2 * Math.PI * (hz + slope * t) * t));
            }
            FlacWriter.write(folder.resolve("chirp-" + i + ".flac"), RATE, samples);
        }
        return folder;
    }

    /** One recording of noise. */
    public static Path noise(Path folder, double seconds, double level, long seed) throws IOException {
        Files.createDirectories(folder);
        FlacWriter.write(folder.resolve("noise-" + seed + ".flac"), RATE, noise(seconds, level, seed));
        return folder;
    }

    private static float[] noise(double seconds, double level, long seed) {
        Random random = new Random(seed);
        float[] samples = new float[(int) (seconds * RATE)];
        for (int n = 0; n < samples.length; n++) {
            samples[n] = (float) (level * random.nextGaussian());
        }
        return samples;
    }
}
