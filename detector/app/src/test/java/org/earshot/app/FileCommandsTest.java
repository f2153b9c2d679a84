package org.earshot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.earshot.app.command.file.MaskCommand;
import org.earshot.core.audio.SampleFormat;
import org.earshot.core.audio.WavWriter;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.TestModels;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
class FileCommandsTest {
    private static final String SPEECH_IS_LOW = "earshot.evidence.speech.labels=low";

    @TempDir
    static Path folder;

    private static Path model;
    private static Path sound;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void writeFiles() throws IOException {
        model = Files.write(folder.resolve("tiny.onnx"), TestModels.bytes("tiny.onnx"));
        sound = folder.resolve("bursts.wav");
        var random = new Random(1);
        float[] samples = new float[16_000 * 12];
        for (int n = 0; n < samples.length; n++) {
            double tone = Math.sin(2 * Math.PI * 300 * (1 + n / 32_000) * n / 16_000.0);
            samples[n] = n / 16_000 % 2 == 0 ? 0 : (float) (0.5 * tone + 0.1 * random.nextGaussian());
        }
        WavWriter.write(sound, 16_000, SampleFormat.S16LE, samples);
    }

    @Test
    void shouldPrintEventsAsATable() {
        int code = run("analyze", sound.toString(), "--model", model.toString());

        assertThat(code).isEqualTo(ExitCodes.OK);
        var lines = out.toString().lines().toList();
        assertThat(lines.get(0)).isEqualTo("filename\tonset\toffset\tevent_label\tscore");
        assertThat(lines.subList(1, lines.size()))
                .isNotEmpty()
                .allMatch(line ->
                        line.matches("bursts\\.wav\t\\d+\\.\\d{3}\t\\d+\\.\\d{3}\t(low|middle|high)\t\\d\\.\\d{4}"));
    }

    @Test
    void shouldPrintEventsAsJson() {
        int code = run("analyze", "--format", "ndjson", sound.toString(), "--model", model.toString(), "--clips");

        assertThat(code).isEqualTo(ExitCodes.OK);
        assertThat(out.toString().lines())
                .isNotEmpty()
                .allMatch(line -> line.startsWith("{\"filename\":\"bursts.wav\",\"onset\":") && line.endsWith("\"}"));
    }

    @Test
    void shouldTakeTheThresholdsOfTheSourceAsWhichARecordingWouldBePublished() {
        List<String> group = List.of(
                "--set", "earshot.group.quiet.sources=bursts", "--set", "earshot.group.quiet.threshold.*.gate=1");
        List<String> all = new ArrayList<>(List.of("analyze", sound.toString(), "--model", model.toString()));
        all.addAll(group);

        int code = run(all.toArray(String[]::new));

        assertThat(code).as(err.toString()).isEqualTo(ExitCodes.OK);
        assertThat(out.toString().lines()).hasSize(1);
    }

    @Test
    void shouldNeverWriteOverTheRecordingItself() throws IOException {
        byte[] before = Files.readAllBytes(sound);
        Path link = Files.createSymbolicLink(folder.resolve("link.wav"), sound);

        int separated = run(
                "separate",
                sound.toString(),
                "--label",
                "low",
                "--output",
                link.toString(),
                "--model",
                model.toString());
        int masked = run(
                "mask",
                sound.toString(),
                "--output",
                folder.toString(),
                "--set",
                SPEECH_IS_LOW,
                "--model",
                model.toString());
        int features = run("log-mel", sound.toString(), "--output", sound.toString());

        assertThat(List.of(separated, masked, features)).containsOnly(ExitCodes.USAGE);
        assertThat(err.toString().lines()).hasSize(3).allMatch(line -> line.contains("is the recording"));
        assertThat(Files.readAllBytes(sound)).isEqualTo(before);
    }

    @Test
    void shouldTakeSpeechOutAndPrintWhatIsLeft() throws IOException {
        Path events = Files.writeString(
                folder.resolve("events.tsv"), "filename\tonset\toffset\tevent_label\nbursts.wav\t1.0\t2.0\tlow\n");

        int code = run(
                "mask",
                sound.toString(),
                "--model",
                model.toString(),
                "--set",
                "earshot.evidence.speech.labels=low",
                "--events",
                events.toString(),
                "--output",
                Files.createDirectories(folder.resolve("masked")).toString());

        assertThat(code).as(err.toString()).isEqualTo(ExitCodes.OK);
        var lines = out.toString().lines().toList();
        assertThat(lines.get(0)).isEqualTo("filename\ttag_before\ttag_after\tspeech_db\telsewhere_db");
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).matches("bursts\\.wav(\t\\d\\.\\d{4}){2}(\t-?\\d+\\.\\d){2}");
        assertThat(lines.get(2)).startsWith("mean\t");
        assertThat(folder.resolve("masked").resolve("bursts.wav")).exists();
    }

    @Test
    void shouldNotMaskTwoRecordingsIntoOneFile() throws IOException {
        Path other = Files.copy(
                sound, Files.createDirectories(folder.resolve("other")).resolve("bursts.wav"));
        Path masked = Files.createDirectories(folder.resolve("both"));

        int code = run(
                "mask", sound.toString(), other.toString(), "--output", masked.toString(), "--model", model.toString());

        assertThat(code).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains(sound.toString()).contains(other.toString());
        assertThat(masked).isEmptyDirectory();
    }

    @Test
    void shouldNotMaskWithAModelThatHearsNoSpeech() {
        int code = run("mask", sound.toString(), "--model", model.toString());

        assertThat(code).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString().lines()).singleElement().asString().contains("no label that is speech");
    }

    @Test
    void shouldSayWhatIsWrongOnTheCommandLineWithoutThePageOfHelp() {
        assertThat(run("separate", sound.toString(), "--output", "x.wav")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("analyze", sound.toString(), "--format", "csv")).isEqualTo(ExitCodes.USAGE);

        assertThat(err.toString().lines())
                .hasSize(4)
                .anyMatch(line -> line.contains("--label"))
                .anyMatch(line -> line.contains("--format"))
                .contains("Try 'earshot separate --help' for what there is.");
    }

    @Test
    void shouldPrintARowOfTagsForEachClip() {
        int code = run("tags", sound.toString(), "--model", model.toString());

        assertThat(code).isEqualTo(ExitCodes.OK);
        var lines = out.toString().lines().toList();
        assertThat(lines.get(0)).isEqualTo("filename\tstart\tlow\tmiddle\thigh");
        assertThat(lines).hasSize(3);
        assertThat(lines.get(2)).matches("bursts\\.wav\t10\\.000(\t\\d\\.\\d{4}){3}");
    }

    @Test
    void shouldGoOnAfterAFileThatIsMissing() {
        int code = run("analyze", folder.resolve("none.wav").toString(), sound.toString(), "--model", model.toString());

        assertThat(code).isEqualTo(ExitCodes.DATA);
        assertThat(err.toString().lines()).containsExactly("earshot: " + folder.resolve("none.wav") + ": no such file");
        assertThat(out.toString()).contains("bursts.wav\t");
    }

    @Test
    void shouldPrintTheEventsBeforeTheFaultAndThenTheFault() throws IOException {
        byte[] whole = Files.readAllBytes(sound);
        Path cut = Files.write(folder.resolve("cut.wav"), Arrays.copyOf(whole, whole.length - 1));

        int wholeCode = run("analyze", sound.toString(), "--model", model.toString());
        String wholeRows = out.toString();
        out.getBuffer().setLength(0);
        int code = run("analyze", cut.toString(), "--model", model.toString());

        assertThat(wholeCode).isEqualTo(ExitCodes.OK);
        assertThat(code).isEqualTo(ExitCodes.DATA);
        assertThat(out.toString().replace("cut.wav", "bursts.wav")).isEqualTo(wholeRows);
        assertThat(err.toString())
                .isEqualTo("earshot: " + cut + ": is cut off: 192000 samples are declared, 191999 samples (12.000 s)"
                        + " are there; copy or record it again" + System.lineSeparator());
    }

    @Test
    void shouldSalvageInEveryCommandThatReadsRecordings() throws IOException {
        byte[] whole = Files.readAllBytes(sound);
        Path cut = Files.write(folder.resolve("half.wav"), Arrays.copyOf(whole, whole.length / 2 + 1));
        Path wav = folder.resolve("half-middle.wav");
        Path npy = folder.resolve("half.npy");

        int tags = run("tags", cut.toString(), "--model", model.toString());
        int separate = run(
                "separate", cut.toString(), "--label", "low", "--output", wav.toString(), "--model", model.toString());
        int features = run("log-mel", cut.toString(), "--output", npy.toString(), "--preset", "wide-16k");
        int mask = run("mask", cut.toString(), "--model", model.toString(), "--set", SPEECH_IS_LOW);

        assertThat(List.of(tags, separate, features, mask)).containsOnly(ExitCodes.DATA);
        assertThat(err.toString().lines()).hasSize(4).allMatch(line -> line.contains("half.wav: is cut off: "));
        assertThat(out.toString()).contains("half.wav\t0.000\t").contains("half.wav\t0.");
        assertThat(AudioFiles.readMono(wav, 16_000)).hasSizeBetween(95_000, 96_000);
        assertThat(npy).isNotEmptyFile();
    }

    @Test
    void shouldSayThatARecordingHoldsNothing() throws IOException {
        Path file = folder.resolve("nothing.wav");
        WavWriter.write(file, 16_000, SampleFormat.S16LE, new float[0]);

        int code = run("analyze", file.toString(), "--model", model.toString());

        assertThat(code).isEqualTo(ExitCodes.DATA);
        assertThat(err.toString().lines())
                .containsExactly("earshot: " + file + ": holds no samples; record or copy it again");
    }

    @Test
    void shouldPrintNamesOfFilesWithoutWhatMeansSomethingToATerminal() throws IOException {
        Path named = Files.copy(sound, folder.resolve("red\u001b[31m\tname.wav"));
        Path broken = Files.write(folder.resolve("red\u001b[31m.wav"), new byte[100]);

        int code = run("analyze", named.toString(), broken.toString(), "--model", model.toString());

        assertThat(code).isEqualTo(ExitCodes.DATA);
        assertThat(out.toString()).contains("red\\u001B[31m\\u0009name.wav\t").doesNotContain("\u001b");
        assertThat(err.toString()).contains("red\\u001B[31m.wav: ").doesNotContain("\u001b");
        Files.delete(named);
        Files.delete(broken);
    }

    @Test
    void shouldPrintNoSignBeforeNothing() {
        assertThat(MaskCommand.number("%.1f", -0.04)).isEqualTo("0.0");
        assertThat(MaskCommand.number("%.1f", -0.06)).isEqualTo("-0.1");
        assertThat(MaskCommand.number("%.1f", Double.NEGATIVE_INFINITY)).isEqualTo("-");
    }

    @Test
    void shouldPrintADashWhereThereIsNothingToMeasure() {
        int code = run("mask", sound.toString(), "--model", model.toString(), "--set", SPEECH_IS_LOW);

        assertThat(code).isEqualTo(ExitCodes.OK);
        assertThat(out.toString().lines().skip(1)).allMatch(row -> row.endsWith("\t-"));
        assertThat(out.toString()).doesNotContain("NaN");
    }

    @Test
    void shouldSayWhatElseIsToBeKnownOfARecordingThatIsInOrder() throws IOException {
        float[] mono = AudioFiles.readMono(sound, 16_000);
        float[] mirrored = new float[2 * mono.length];
        for (int n = 0; n < mono.length; n++) {
            mirrored[2 * n] = mono[n];
            mirrored[2 * n + 1] = -mono[n];
        }
        Path file = folder.resolve("mirrored.wav");
        try (var writer = new WavWriter(file, 16_000, 2, SampleFormat.F32LE)) {
            writer.write(mirrored, 0, mirrored.length);
        }

        int wholeCode = run("analyze", sound.toString(), "--model", model.toString());
        String wholeRows = out.toString();
        out.getBuffer().setLength(0);
        int code = run("analyze", file.toString(), "--model", model.toString());

        assertThat(List.of(wholeCode, code)).containsOnly(ExitCodes.OK);
        assertThat(out.toString().replace("mirrored.wav", "bursts.wav")).isEqualTo(wholeRows);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("mirrored.wav: its channels cancel each other out");
    }

    @Test
    void shouldRefuseAFileThatIsNoModel() {
        int code = run("analyze", sound.toString(), "--model", sound.toString());

        assertThat(code).isEqualTo(ExitCodes.MODEL);
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void shouldWriteFeaturesForNumPy() throws IOException {
        Path npy = folder.resolve("features.npy");

        int code = run("log-mel", sound.toString(), "--output", npy.toString(), "--preset", "paper-32k");

        assertThat(code).isEqualTo(ExitCodes.OK);
        float[] expected = LogMel.of(FrontEnd.paper32k(), AudioFiles.readMono(sound, 32_000));
        byte[] bytes = Files.readAllBytes(npy);
        int headerBytes =
                10 + ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getShort(8);
        String header = new String(bytes, 10, headerBytes - 10, StandardCharsets.US_ASCII);
        assertThat(headerBytes % 64).isZero();
        assertThat(header)
                .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (" + expected.length / 64 + ", 64), }");
        float[] values = new float[expected.length];
        ByteBuffer.wrap(bytes, headerBytes, bytes.length - headerBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        assertThat(values).isEqualTo(expected);
        assertThat(bytes).hasSize(headerBytes + 4 * expected.length);
    }

    @Test
    void shouldWriteTheSoundOfALabel() {
        Path wav = folder.resolve("middle.wav");

        int code = run(
                "separate",
                sound.toString(),
                "--label",
                "middle",
                "--output",
                wav.toString(),
                "--model",
                model.toString());

        assertThat(err.toString()).isEmpty();
        assertThat(code).isEqualTo(ExitCodes.OK);
        assertThat(AudioFiles.readMono(wav, 16_000)).hasSize(16_000 * 12);
    }

    @Test
    void shouldNameTheLabelsThatAModelKnows() {
        int code =
                run("separate", sound.toString(), "--label", "cow", "--output", "x.wav", "--model", model.toString());

        assertThat(code).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("low, middle, high").hasLineCount(1);
    }

    @Test
    void shouldSayThatAFolderIsMissing() {
        Path nowhere = folder.resolve("nowhere").resolve("f.npy");

        int code = run("log-mel", sound.toString(), "--output", nowhere.toString(), "--preset", "wide-16k");

        assertThat(code).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("its folder does not exist").hasLineCount(1);
    }

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
