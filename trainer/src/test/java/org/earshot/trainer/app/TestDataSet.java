package org.earshot.trainer.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.earshot.core.audio.flac.FlacWriter;

/** A small data set for the tiny model's labels: tones in noise, and one clip with noise alone. */
final class TestDataSet {
    private TestDataSet() {}

    static Path write(Path folder) throws IOException {
        Path audio = Files.createDirectories(folder.resolve("audio"));
        StringBuilder tags = new StringBuilder("filename,tags\n");
        StringBuilder events = new StringBuilder("filename\tonset\toffset\tevent_label\n");
        String[] labels = {"low", "middle", "high", ""};
        double[] hz = {200, 1000, 5000, 0};
        Random random = new Random(7);
        for (int i = 0; i < 8; i++) {
            String name = i + ".flac";
            String label = labels[i % 4];
            float[] samples = new float[160_000];
            for (int n = 0; n < samples.length; n++) {
                boolean on = n >= 32_000 && n < 64_000 && !label.isEmpty();
                double tone = on ? 0.5 * Math.sin(2 * Math.PI * hz[i % 4] * n / 16_000) : 0;
                samples[n] = (float) (tone + 0.01 * random.nextGaussian());
            }
            FlacWriter.write(audio.resolve(name), 16_000, samples);
            tags.append(name).append(',').append(label).append('\n');
            if (!label.isEmpty()) {
                events.append(String.format(Locale.ROOT, "%s\t2.0\t4.0\t%s%n", name, label));
            }
        }
        Files.writeString(folder.resolve("tags.csv"), tags);
        Files.writeString(folder.resolve("events.tsv"), events);
        return folder;
    }
}
