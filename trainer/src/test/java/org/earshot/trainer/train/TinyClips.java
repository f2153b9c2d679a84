package org.earshot.trainer.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.FrontEnd.WindowShape;
import org.earshot.trainer.data.clips.ClipDataset;

/** A data set that can be learnt in seconds: noise with a low tone, a high tone, both or neither. */
final class TinyClips {
    static final FrontEnd FRONT_END = new FrontEnd(8_000, 512, 256, WindowShape.HANN, 16, 50, 4_000, 8_000);

    private TinyClips() {}

    static ClipDataset in(Path folder, int clips) throws IOException {
        Path audio = Files.createDirectories(folder.resolve("audio"));
        List<String> tags = new ArrayList<>(List.of("filename,tags"));
        Random random = new Random(5);
        for (int i = 0; i < clips; i++) {
            boolean low = i % 2 == 0;
            boolean high = i / 2 % 2 == 0;
            String name = String.format("%05d.wav", i);
            Files.write(audio.resolve(name), wav(sound(low, high, random)));
            tags.add(name + "," + (low ? "low" : "") + (low && high ? ";" : "") + (high ? "high" : ""));
        }
        Files.write(folder.resolve("tags.csv"), tags);
        return ClipDataset.open(folder, FRONT_END);
    }

    private static float[] sound(boolean low, boolean high, Random random) {
        float[] samples = new float[FRONT_END.clipSamples()];
        int from = random.nextInt(samples.length / 2);
        for (int n = 0; n < samples.length; n++) {
            samples[n] = 0.01f * (float) random.nextGaussian();
            if (n >= from && n < from + samples.length / 3) {
                double time = 2 * Math.PI * n / FRONT_END.rateHz();
                samples[n] += (low ? 0.2 * Math.sin(300 * time) : 0) + (high ? 0.2 * Math.sin(2500 * time) : 0);
            }
        }
        return samples;
    }

    private static byte[] wav(float[] samples) {
        int bytes = samples.length * Short.BYTES;
        ByteBuffer wav = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(FRONT_END.rateHz()).putInt(FRONT_END.rateHz() * 2);
        wav.putShort((short) 2).putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
        for (float sample : samples) {
            wav.putShort((short) Math.round(sample * 32767));
        }
        return wav.array();
    }
}
