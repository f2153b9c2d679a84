package org.earshot.trainer.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.earshot.trainer.data.sound.ClipAudio;

/** A corpus of a few short synthetic sounds, laid out like a real one. */
public final class SmallCorpus {
    public static final int RATE_HZ = 16_000;

    private SmallCorpus() {}

    /** Two labels, one distractor and two backgrounds, all of the train split; five events of 0.3 to 3 s. */
    public static Path write(Path directory) throws IOException {
        StringBuilder manifest = new StringBuilder("path,role,label,split,duration_s\n");
        double[] seconds = {0.3, 0.8, 1.7, 2.5, 3};
        for (int i = 0; i < seconds.length; i++) {
            String label = i % 2 == 0 ? "beep" : "hiss";
            float[] sound = i % 2 == 0 ? tone(400 + 300 * i, seconds[i]) : noise(i, seconds[i], 0.3);
            add(directory, manifest, "events/" + label + i + ".flac", "event," + label, sound);
        }
        add(directory, manifest, "distractors/hum.flac", "distractor,hum", tone(120, 1));
        add(directory, manifest, "backgrounds/rain.flac", "background,rain", noise(77, 4, 0.1));
        add(directory, manifest, "backgrounds/wind.flac", "background,wind", noise(78, 3.7, 0.05));
        Files.writeString(directory.resolve("manifest.csv"), manifest.toString());
        return directory;
    }

    public static float[] tone(double hz, double seconds) {
        float[] x = new float[(int) (seconds * RATE_HZ)];
        for (int n = 0; n < x.length; n++) {
            x[n] = (float) (0.5 * Math.sin(2 * Math.PI * hz * n / RATE_HZ));
        }
        return x;
    }

    public static float[] noise(long seed, double seconds, double level) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[(int) (seconds * RATE_HZ)];
        for (int n = 0; n < x.length; n++) {
            x[n] = (float) (level * random.nextDouble(-1, 1));
        }
        return x;
    }

    private static void add(Path directory, StringBuilder manifest, String path, String roleAndLabel, float[] sound)
            throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        ClipAudio.write(file, new float[][] {sound}, RATE_HZ);
        manifest.append(path)
                .append(',')
                .append(roleAndLabel)
                .append(",train,")
                .append((double) sound.length / RATE_HZ)
                .append('\n');
    }
}
