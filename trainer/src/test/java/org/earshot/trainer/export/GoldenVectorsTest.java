package org.earshot.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.decode.FrameInterval;
import org.earshot.core.decode.RunDecoder;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.Thresholds;
import org.junit.jupiter.api.Test;

/**
 * The chain from sound to events on one recording, held against numbers that both modules share: {@code log-mel.f32} was
 * computed in float64 by another program, {@code activity.f32} (pooled over 15 frames) in float64 from the layers' definition,
 * {@code events.tsv} from that curve. After a change that is meant, run it once with {@code -Dearshot.golden.update=true}.
 */
class GoldenVectorsTest {
    private static final Path GOLDEN = Path.of("../detector/core/src/test/resources/golden");
    private static final FrontEnd FRONT_END = FrontEnd.wide16k();
    private static final int REACH = 7;
    private static final Thresholds THRESHOLDS = new Thresholds(0.1f, 0.65f, 0.5f);

    @Test
    void shouldComputeTheSharedLogMel() throws IOException {
        float[] expected = read("log-mel.f32");

        float[] actual = LogMel.of(FRONT_END, AudioFiles.readMono(GOLDEN.resolve("sound.wav"), FRONT_END.rateHz()));

        assertThat(actual).containsExactly(expected, within(1e-4f));
    }

    @Test
    void shouldComputeTheSharedActivityAndEvents() throws IOException {
        float[] logMel = read("log-mel.f32");
        int frames = logMel.length / FRONT_END.mels();
        ReferenceNetwork network = new ReferenceNetwork(TinyModel.weights(TinyModel.SEED));
        double[][][] masks = network.masks(logMel, frames);

        float[] activity = new float[masks.length * frames];
        List<String> events = new ArrayList<>();
        for (int k = 0; k < masks.length; k++) {
            for (int t = 0; t < frames; t++) {
                double above = 0;
                double below = 0;
                for (int u = Math.max(0, t - REACH); u <= Math.min(frames - 1, t + REACH); u++) {
                    above += network.numerator(masks, k, u);
                    below += network.denominator(masks, k, u);
                }
                activity[k * frames + t] = (float) (above / below);
            }
            for (FrameInterval event : new RunDecoder(THRESHOLDS, 10, 10, true).decode(activity, k * frames, frames)) {
                events.add(event.onset() + "\t" + event.offset() + "\t" + TinyModel.LABELS.get(k));
            }
        }
        if (Boolean.getBoolean("earshot.golden.update")) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(activity.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(activity);
            Files.write(GOLDEN.resolve("activity.f32"), bytes.array());
            Files.write(GOLDEN.resolve("events.tsv"), events);
        }

        assertThat(activity).containsExactly(read("activity.f32"), within(1e-6f));
        assertThat(events).isNotEmpty().isEqualTo(Files.readAllLines(GOLDEN.resolve("events.tsv")));
    }

    private static float[] read(String name) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.wrap(Files.readAllBytes(GOLDEN.resolve(name))).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }
}
