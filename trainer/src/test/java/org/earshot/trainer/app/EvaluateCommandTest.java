package org.earshot.trainer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.OperatingPoint;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.export.ManifestStamp;
import org.earshot.trainer.export.TinyModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluateCommandTest {
    @TempDir
    static Path folder;

    private static Path model;
    private static Path data;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void make() throws IOException {
        model = Files.write(folder.resolve("tiny.onnx"), TinyModel.streaming(1));
        data = TestDataSet.write(folder.resolve("data"));
    }

    @Test
    void shouldMeasureAModelAndSurviveWhatMicrophonesDo() throws IOException {
        int code = run(
                "evaluate",
                "--model",
                model.toString(),
                "--data",
                data.toString(),
                "--bootstrap",
                "20",
                "--segment-mode",
                "pool",
                "--conditions",
                "rate=8000,rate=44100,gain=-40,dc=0.5,clip=30,band=300-3400");

        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(json.at("/data/clips").asInt()).isEqualTo(8);
        for (String measure : new String[] {
            "/tagging/macro/map",
            "/tagging/labels/low/auc",
            "/frame/ungated/macro/auc",
            "/frame/gated/micro/f1",
            "/event/micro/f1",
            "/event_20/macro/f1",
            "/segment/labels/high/f1",
            "/segment_pool/micro/f1",
            "/segment_pool/labels/high/error_rate",
            "/false_alarms/per_hour",
            "/intervals_95/tagging.map/0",
            "/conditions/rate=8000/tagging/macro/map",
            "/conditions/gain=-40/tagging/macro/map",
            "/conditions/dc=0.5/segment/micro/f1",
            "/conditions/clip=30/frame/ungated/macro/auc"
        }) {
            assertThat(json.at(measure).isNumber()).as(measure).isTrue();
        }
    }

    @Test
    void shouldWriteThresholdsIntoTheModelAndLeaveTheGraph() throws IOException {
        Path tuned = folder.resolve("tuned.onnx");

        int code = run(
                "thresholds",
                "--model",
                model.toString(),
                "--data",
                data.toString(),
                "--min-event-frames",
                "10",
                "--max-gap-frames",
                "10",
                "--output",
                tuned.toString());

        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(code).isZero();
        Manifest manifest = ModelFile.read(tuned).manifest();
        assertThat(manifest.thresholds().get(0).high())
                .isEqualTo((float) json.at("/labels/low/high").asDouble());
        assertThat(manifest.training()).containsKey("thresholds");
        assertThat(manifest.operatingPoints())
                .extracting(OperatingPoint::name)
                .containsExactly("quiet", "normal", "sensitive");
        assertThat(json.at("/operating_points/quiet/labels/low/chosen_on_all/event_recall")
                        .isNumber())
                .isTrue();
        assertThat(json.at("/curves_alarms_per_hour_and_recall/low").isArray()).isTrue();
        assertThat(json.at("/labels/low/alarms_per_hour").asDouble()).isLessThanOrEqualTo(2);
        assertThat(run("evaluate", "--model", tuned.toString(), "--data", data.toString()))
                .isZero();
    }

    @Test
    void shouldChooseTheNormalOperatingPointForTheLimitAskedFor() throws IOException {
        Path tuned = folder.resolve("limit.onnx");
        List<String> args = new ArrayList<>(List.of("thresholds", "--model", model.toString(), "--data"));
        args.addAll(List.of(data.toString(), "--output", tuned.toString(), "--min-event-frames", "10"));
        args.addAll(List.of("--max-gap-frames", "10", "--max-alarms", "5"));

        assertThat(run(args.toArray(String[]::new))).isZero();

        JsonNode points = new ObjectMapper().readTree(out.toString()).at("/operating_points");
        assertThat(points.at("/quiet/max_alarms_per_hour_and_label").asDouble()).isEqualTo(0.1);
        assertThat(points.at("/normal/max_alarms_per_hour_and_label").asDouble())
                .isEqualTo(5);
        assertThat(points.at("/sensitive/max_alarms_per_hour_and_label").asDouble())
                .isEqualTo(5);
        OperatingPoint normal =
                ModelFile.read(tuned).manifest().operatingPoints().get(1);
        assertThat(normal.labels().get(0).thresholds().gate())
                .isEqualTo((float) points.at("/normal/labels/low/gate").asDouble());
    }

    @Test
    void shouldChooseThresholdsOnPartsThatEachModelDidNotLearnFrom() throws IOException {
        Path other = Files.copy(model, folder.resolve("fold.onnx"));
        List<String> common = List.of("--min-event-frames", "10", "--max-gap-frames", "10", "--output");
        Path tuned = folder.resolve("folds.onnx");
        List<String> fold = new ArrayList<>(List.of("thresholds", "--model", model.toString()));
        fold.addAll(common);
        fold.add(tuned.toString());
        assertThat(run(fold.toArray(String[]::new))).isEqualTo(2);
        assertThat(err.toString()).contains("give either --data");
        err.getBuffer().setLength(0);
        fold.addAll(List.of(
                "--fold",
                model + "=" + data + "#skip-missing,skip-broken",
                "--fold",
                other + "=" + data + "," + data + "#skip-missing,skip-broken"));

        int code = run(fold.toArray(String[]::new));

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.at("/data").size()).isEqualTo(2);
        List<String> whole =
                new ArrayList<>(List.of("thresholds", "--model", model.toString(), "--data", data.toString()));
        whole.addAll(common);
        whole.add(tuned.toString());
        assertThat(run(whole.toArray(String[]::new))).isZero();
        assertThat(json.at("/background_hours").asDouble())
                .as("the quiet clips of both parts, and a background that is those clips again")
                .isCloseTo(
                        3
                                * new ObjectMapper()
                                        .readTree(out.toString())
                                        .at("/background_hours")
                                        .asDouble(),
                        within(1e-9));
        fold.addAll(List.of("--data", data.toString()));
        assertThat(run(fold.toArray(String[]::new))).isEqualTo(2);
    }

    @Test
    void shouldHoldGatesAgainstAShorterTagWhereAsked() {
        Path tuned = folder.resolve("short.onnx");
        String[] args = {
            "thresholds",
            "--model",
            model.toString(),
            "--data",
            data.toString(),
            "--output",
            tuned.toString(),
            "--min-event-frames",
            "10",
            "--max-gap-frames",
            "10",
            "--gate-frames"
        };
        String[] tooMany = Arrays.copyOf(args, args.length + 1);
        tooMany[args.length] = "312";
        String[] two = tooMany.clone();
        two[args.length] = "62";

        assertThat(run(tooMany)).isEqualTo(2);
        assertThat(run(two)).isZero();
        assertThat(ModelFile.read(tuned).manifest().gateFrames()).isEqualTo(62);
    }

    @Test
    void shouldChooseGatesForTagsOfAModelWithOperatingPoints() throws IOException {
        ModelFile plain = ModelFile.read(model);
        List<OperatingPoint.Decision> decisions = plain.manifest().thresholds().stream()
                .map(own -> new OperatingPoint.Decision(new Thresholds(0.9f, 0.9f, 0.9f), 10, 10))
                .toList();
        Path pointed = folder.resolve("pointed.onnx");
        Files.write(
                pointed,
                ManifestStamp.stamp(
                        plain.bytes(),
                        plain.manifest().withOperatingPoints(List.of(new OperatingPoint("normal", decisions)))));
        List<String> args = List.of("thresholds", "--tags-only", "--data", data.toString(), "--model");
        Path tuned = folder.resolve("points.onnx");
        Path expected = folder.resolve("expected.onnx");

        assertThat(run(with(args, pointed.toString(), "--output", tuned.toString())))
                .isZero();
        assertThat(run(with(args, model.toString(), "--output", expected.toString())))
                .isZero();

        Manifest manifest = ModelFile.read(tuned).manifest();
        assertThat(DetectorSettings.of(manifest, 10, DetectorSettings.NORMAL).thresholds())
                .isEqualTo(ModelFile.read(expected).manifest().thresholds());
        assertThat(run(with(args, model.toString(), "--gate-frames", "62", "--output", expected.toString())))
                .isEqualTo(2);
    }

    private static String[] with(List<String> args, String... more) {
        List<String> all = new ArrayList<>(args);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void shouldChooseGatesForTagsAlone() {
        Path tuned = folder.resolve("tags.onnx");

        int code = run(
                "thresholds",
                "--tags-only",
                "--model",
                model.toString(),
                "--data",
                data.toString(),
                "--output",
                tuned.toString());

        assertThat(code).isZero();
        assertThat(ModelFile.read(tuned).manifest().thresholds().get(0).high())
                .isEqualTo(ModelFile.read(model).manifest().thresholds().get(0).high());
    }

    @Test
    void shouldRefuseADataSetThatIsNotThere() {
        int code = run(
                "evaluate",
                "--model",
                model.toString(),
                "--data",
                folder.resolve("none").toString());

        assertThat(code).isEqualTo(5);
        assertThat(err.toString()).hasLineCount(1);
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(args);
    }
}
