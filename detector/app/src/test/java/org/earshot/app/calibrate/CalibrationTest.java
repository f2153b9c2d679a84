package org.earshot.app.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.earshot.app.calibrate.CalibratedSettings.Chosen;
import org.earshot.app.calibrate.PlaceSound.Heard;
import org.earshot.app.calibrate.PlaceSound.SourceTime;
import org.earshot.app.config.Config;
import org.earshot.core.capture.Chunk;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ShippedModels;
import org.earshot.core.model.Thresholds;
import org.earshot.streams.replay.CaptureNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationTest {
    /** Its labels, with thresholds of the test's own and without curves of recall. */
    private static final Manifest MODEL = plain(ShippedModels.open("light").manifest());

    private static final List<Thresholds> OWN = MODEL.thresholds();
    private static final int DOG = MODEL.labels().indexOf("dog");
    private static final int HOUR = 3_600;
    private static final String HASH = "0123456789abcdef".repeat(4);

    @TempDir
    private Path folder;

    @Test
    void shouldLeaveAtMostAsManyAlarmsAsAskedForAndRaiseOnlyWhatIsNoisy() {
        Calibration calibration = calibrate(dogs(40, "yard-1"), "2/day", ReviewedEvents.NONE);

        List<LabelChoice> choices = calibration.choices();

        LabelChoice dog = choices.get(DOG);
        assertThat(dog.before()).isEqualTo(40);
        assertThat(dog.after()).isLessThanOrEqualTo(2);
        assertThat(dog.chosen().gate()).isGreaterThan(OWN.get(DOG).gate());
        assertThat(dog.chosen().high()).isGreaterThan(OWN.get(DOG).high());
        assertThat(dog.chosen().low()).isEqualTo(OWN.get(DOG).low());
        assertThat(choices.stream().mapToDouble(LabelChoice::expected).sum()).isLessThanOrEqualTo(2);
        assertThat(choices.stream().filter(LabelChoice::isMoved)).containsExactly(dog);
        assertThat(dog.recallLost()).isEmpty();
    }

    @Test
    void shouldNotCountWhatSomebodyConfirmed() throws Exception {
        List<PlaceEvent> dogs = dogs(40, "yard-1");
        List<JsonNode> lines = new ArrayList<>();
        for (PlaceEvent dog : dogs) {
            lines.add(review(dog, "true"));
        }
        // The last word counts, and one may be taken back.
        lines.add(review(dogs.get(0), "false"));
        lines.add(review(dogs.get(1), ""));

        LabelChoice dog =
                calibrate(dogs, "2/day", ReviewedEvents.of(lines)).choices().get(DOG);

        assertThat(dog.before()).isEqualTo(2);
        assertThat(dog.confirmed()).isEqualTo(38);
        assertThat(dog.isMoved()).isFalse();
        assertThat(dog.confirmedLeft()).isEqualTo(38);
    }

    @Test
    void shouldKnowTheCapturesInWhichSomethingWasConfirmed() {
        PlaceEvent dog = dogs(1, "yard-1").get(0);
        ObjectNode restarted = (ObjectNode) review(dog, "true");
        restarted.put("epoch_id", "e@2026-03-01T10:00:00Z");
        long later = Instant.parse("2026-03-01T11:00:00Z").toEpochMilli() * 1000;

        CaptureNames names = ReviewedEvents.of(List.of(restarted)).captures();

        assertThat(names.of(new Chunk("yard-1", "e", 16_000, 3_600 * 16_000, later, new float[1], 1, false)))
                .isEqualTo("e@2026-03-01T10:00:00Z");
    }

    @Test
    void shouldWriteAFileThatTheConfigurationTakes() throws Exception {
        Calibration all = calibrate(dogs(40, "yard-1"), "2/day", ReviewedEvents.NONE);
        Calibration ofGroup = calibrate(dogs(90, "gate.1"), "1/day", ReviewedEvents.NONE);
        SourceGroup gates = SourceGroup.of(List.of("gate.*")).get(0);

        Map<String, String> values = CalibratedSettings.values(
                "light", HASH, "quiet", List.of(new Chosen(SourceGroup.ALL, all), new Chosen(gates, ofGroup)));
        Path file = folder.resolve("place.yaml");
        Files.writeString(file, CalibratedSettings.yaml(values, List.of("a remark")));
        Config config = Config.load(file, Map.of(), Map.of());

        assertThat(config.thresholds().inForce(MODEL, "yard-1")).isEqualTo(all.thresholds());
        assertThat(config.thresholds().inForce(MODEL, "gate.1")).isEqualTo(ofGroup.thresholds());
        assertThat(config.thresholds().inForce(MODEL, "gateX1")).isEqualTo(all.thresholds());
        assertThat(config.model().name()).isEqualTo("light");
        assertThat(config.model().sha256()).isEqualTo(HASH);
        assertThat(config.detection().sensitivity()).isEqualTo("quiet");
    }

    @Test
    void shouldNameAModelFileSoThatTheSettingsWorkFromAnyFolder() throws Exception {
        Map<String, String> values = CalibratedSettings.values("models/../mine.onnx", HASH, "normal", List.of());
        Path file = Files.writeString(folder.resolve("there.yaml"), CalibratedSettings.yaml(values, List.of()));

        String model = Config.load(file, Map.of(), Map.of()).model().name();

        assertThat(Path.of(model)).isAbsolute().isEqualTo(Path.of("mine.onnx").toAbsolutePath());
        assertThat(CalibratedSettings.values("light", HASH, "normal", List.of()))
                .containsEntry("earshot.model", "light");
    }

    @Test
    void shouldPrintATableThatSaysThatRecallIsNotKnown() {
        StringWriter out = new StringWriter();

        CalibrationTable.print(
                SourceGroup.ALL,
                calibrate(dogs(40, "yard-1"), "2/day", ReviewedEvents.NONE),
                new PrintWriter(out, true));

        assertThat(out.toString())
                .contains("all sources: 24.00 h of 1 source; 2/day is 2.00 in as much sound")
                .containsPattern("dog +40 +[012] +[01]\\.\\d\\d +0\\.401 -> 0\\.\\d+")
                .contains("recall lost is not known")
                .doesNotContain("too little sound");
    }

    @Test
    void shouldSayWhenTheSoundIsTooLittleForWhatIsAsked() {
        StringWriter out = new StringWriter();

        CalibrationTable.print(
                SourceGroup.ALL,
                calibrate(dogs(40, "yard-1"), "0.1/day", ReviewedEvents.NONE),
                new PrintWriter(out, true));

        assertThat(out.toString()).contains("too little sound for 0.1/day").contains("give 120 h or more");
    }

    @Test
    void shouldDrawWhatItCosts() throws Exception {
        Path picture = folder.resolve("cost.png");
        Calibration calibration = calibrate(dogs(40, "yard-1"), "2/day", ReviewedEvents.NONE);

        CalibrationChart.write(List.of(new Chosen(SourceGroup.ALL, calibration)), picture);

        assertThat(Files.size(picture)).isGreaterThan(5_000);
        List<Calibration.Cost> costs = calibration.costs();
        assertThat(costs.get(costs.size() - 1).saved())
                .isGreaterThan(costs.get(0).saved());
        assertThat(costs.get(costs.size() - 1).step())
                .isGreaterThan(costs.get(0).step());
    }

    @Test
    void shouldTakeTheAlarmsThatLieHighestForExamples() {
        List<PlaceEvent> dogs = dogs(40, "yard-1");

        List<PlaceEvent> examples =
                calibrate(dogs, "2/day", ReviewedEvents.NONE).examples(DOG);

        assertThat(examples).hasSize(3);
        double least =
                examples.stream().mapToDouble(CalibrationTest::margin).min().orElseThrow();
        assertThat(dogs.stream().filter(dog -> margin(dog) > least)).hasSize(2);
    }

    @Test
    void shouldFindTheRecallOfAGateWhereTheModelHasACurve() {
        Map<String, Object> labels = Map.of("dog", point(0.5, 1.0));
        Map<String, Object> thresholds = new LinkedHashMap<>();
        thresholds.put("background_hours", 10.0);
        thresholds.put(
                "operating_points",
                Map.of(
                        "normal",
                        Map.of("labels", labels),
                        "quiet",
                        Map.of("labels", Map.of("dog", point(1 / (1 + Math.exp(-1)), 0.1)))));
        thresholds.put(
                "curves_alarms_per_hour_and_recall",
                Map.of("dog", List.of(List.of(0.01, 0.2), List.of(0.1, 0.4), List.of(1.0, 0.7))));
        RecallCurve curve = new RecallCurve(MODEL.withTraining(Map.of("thresholds", thresholds)));

        assertThat(curve.recall("dog", 0.5f).orElseThrow()).isCloseTo(0.7, offset(1e-6));
        assertThat(curve.recall("dog", 0.7310586f).orElseThrow()).isCloseTo(0.4, offset(1e-5));
        // One more step of the logit is another tenth of the alarms.
        assertThat(curve.recall("dog", 0.880797f).orElseThrow()).isCloseTo(0.2, offset(1e-5));
        assertThat(curve.recall("siren", 0.5f)).isEmpty();
        assertThat(new RecallCurve(MODEL).isKnown(MODEL.labels())).isFalse();
    }

    @Test
    void shouldReadRatesAsTheyAreWritten() {
        assertThat(AlarmRate.parse("1/day").in(2 * 86_400)).isEqualTo(2);
        assertThat(AlarmRate.parse("0.5/hour").in(HOUR)).isEqualTo(0.5);
        assertThat(AlarmRate.parse("3/week")).hasToString("3/week");
        assertThatThrownBy(() -> AlarmRate.parse("0/day")).hasMessageContaining("write it as 1/day");
        assertThatThrownBy(() -> AlarmRate.parse("often")).hasMessageContaining("write it as 1/day");
    }

    @Test
    void shouldTellAPoissonNumbersRange() {
        assertThat(CalibrationTable.quantile(1, 0.05)).isZero();
        assertThat(CalibrationTable.quantile(1, 0.95)).isEqualTo(3);
        assertThat(CalibrationTable.quantile(100, 0.95)).isBetween(115, 118);
    }

    private static Manifest plain(Manifest shipped) {
        return shipped.withThresholds(Collections.nCopies(shipped.classes(), new Thresholds(0.401f, 0.3f, 0.15f)))
                .withOperatingPoints(List.of())
                .withTraining(Map.of());
    }

    private static Map<String, Object> point(double gate, double alarms) {
        return Map.of("gate", gate, "chosen_on_all", Map.of("alarms_per_hour", alarms));
    }

    private static double margin(PlaceEvent event) {
        return ThresholdStep.margin(OWN.get(DOG), event.peak(), event.tag());
    }

    private static Calibration calibrate(List<PlaceEvent> events, String most, ReviewedEvents reviews) {
        Heard heard = new Heard(events, List.of(new SourceTime(events.get(0).sourceId(), 24 * HOUR)), true);
        return new Calibration(MODEL, OWN, heard, AlarmRate.parse(most), reviews, false);
    }

    /** Events above the thresholds of the label, by an exponential margin. */
    private static List<PlaceEvent> dogs(int count, String source) {
        Random random = new Random(count);
        List<PlaceEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Thresholds reached = ThresholdStep.moved(OWN.get(DOG), 0.01 - Math.log(1 - random.nextDouble()));
            events.add(new PlaceEvent(
                    source, "e", DOG, 16_000, i * 160_000L, i * 160_000L + 16_000, reached.high(), reached.gate()));
        }
        return events;
    }

    private static JsonNode review(PlaceEvent event, String verdict) {
        return new ObjectMapper()
                .createObjectNode()
                .put("event_id", "id-" + event.onsetSample())
                .put("source_id", event.sourceId())
                .put("epoch_id", event.epochId())
                .put("label", "dog")
                .put("onset_sample", event.onsetSample() + 8_000)
                .put("offset_sample", event.offsetSample())
                .put("verdict", verdict);
    }
}
