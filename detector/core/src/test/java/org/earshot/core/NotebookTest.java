package org.earshot.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.decode.WindowedActivity;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ShippedModels;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Python of {@code docs/notebook.md} on a recording, held against the program. Left out where there is no Python with NumPy
 * and ONNX Runtime; {@code NOTEBOOK_PYTHON} names one that is not the {@code python3} of the PATH.
 */
@Tag("integration")
class NotebookTest {
    private static final Path GUIDE = Path.of("..", "..", "docs", "notebook.md");
    private static final Pattern CODE = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL);
    private static final String SAVE = """
            for name in ("log_mel", "tags", "activity"):
                globals()[name].astype("<f4").tofile(name)
            """;

    @TempDir
    private Path folder;

    @Test
    void shouldComputeInPythonWhatTheProgramComputes() throws Exception {
        assumeTrue(run("-c", "import numpy, onnxruntime").code == 0, "no Python with numpy and onnxruntime");
        Path sound = Path.of(Objects.requireNonNull(getClass().getResource("/golden/sound.wav"))
                .toURI());
        Files.copy(sound, folder.resolve("sound.wav"));
        try (InputStream model = ShippedModels.class.getResourceAsStream("/org/earshot/models/full.onnx")) {
            Files.copy(Objects.requireNonNull(model), folder.resolve("full.onnx"));
        }

        Run run = run("-c", code() + SAVE);

        assertThat(run.code).as(run.output).isZero();
        Manifest manifest = ShippedModels.open("full").manifest();
        float[] logMel = LogMel.of(
                manifest.frontEnd(),
                AudioFiles.readMono(sound, manifest.frontEnd().rateHz()));
        int frames = logMel.length / manifest.frontEnd().mels();
        assertThat(read("log_mel")).containsExactly(logMel, within(1e-4f));
        try (OnnxMaskNetwork network = OnnxMaskNetwork.open(
                ShippedModels.open("full"), DeviceChoice.CPU, InferenceSettings.singleThreaded())) {
            Scores scores = network.score(logMel, 1, frames);
            assertThat(read("tags")).containsExactly(scores.tags(), within(1e-4f));
            assertThat(read("activity")).containsExactly(activity(scores, manifest, frames), within(1e-4f));
        }
    }

    private static float[] activity(Scores scores, Manifest manifest, int frames) {
        float[] activity = new float[scores.activity().length];
        for (int label = 0; label < manifest.classes(); label++) {
            WindowedActivity.of(
                    scores.poolNumerator(),
                    scores.poolDenominator(),
                    label * frames,
                    frames,
                    manifest.activity(),
                    activity);
        }
        return activity;
    }

    private static String code() throws IOException {
        return CODE.matcher(Files.readString(GUIDE))
                .results()
                .map((MatchResult block) -> block.group(1))
                .collect(Collectors.joining());
    }

    private float[] read(String name) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name))).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    private record Run(int code, String output) {}

    private Run run(String... arguments) throws IOException, InterruptedException {
        String python = Optional.ofNullable(System.getenv("NOTEBOOK_PYTHON")).orElse("python3");
        String[] command = new String[arguments.length + 1];
        command[0] = python;
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Run(process.waitFor(), output);
        } catch (IOException e) {
            return new Run(-1, e.getMessage());
        }
    }
}
